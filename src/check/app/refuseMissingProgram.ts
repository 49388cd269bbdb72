import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { EXIT, UserError } from '../../errors.ts';
import type { ExaminedApp } from './examinedApp.ts';

/**
 * Refuses a project whose processes can't be started here: no verdict on it would be fair.
 * @throws UserError exit 2, naming the process and the program
 */
export function refuseMissingProgram(app: ExaminedApp): void {
  const folders = (app.environment(1).PATH ?? '').split(delimiter);
  for (const { name, argv } of app.project.processes) {
    const [program = ''] = argv;
    const places = program.includes('/') ? [''] : folders;
    if (places.some((folder) => isProgram(resolve(app.place.directory, folder, program)))) continue;
    throw new UserError({
      message: `The process "${name}" needs the program "${program}", which is not there`,
      where: `PATH ${app.environment(1).PATH}`,
      remedy:
        'Install it, or the dependencies of the project; docs/check.md says where it is looked for.',
      exitCode: EXIT.usage,
    });
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
