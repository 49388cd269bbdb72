import { EXIT, UserError } from '../../errors.ts';
import type { ExaminedApp } from './examinedApp.ts';

/**
 * Refuses a project whose processes can't be started here: no verdict on it would be fair.
 * @throws UserError exit 2, naming the process and the program
 */
export function refuseMissingProgram(app: ExaminedApp): void {
  for (const { name, argv } of app.project.processes) {
    const program = programsIn(argv).find((word) => app.programs([word]).length === 0);
    if (program === undefined) continue;
    throw new UserError({
      message: `The process "${name}" needs the program "${program}", which is not there`,
      where: `PATH ${app.environment(1).PATH}`,
      remedy:
        'Install it, or the dependencies of the project; docs/check.md says where it is looked for.',
      exitCode: EXIT.usage,
    });
  }
}

/** The first word, and what a shell is to make way for. */
function programsIn([program = '', , text = '']: readonly string[]): readonly string[] {
  const [, word] = /^(?:[A-Za-z_]\w*=\S*\s+)*exec\s+([\w./-]+)/.exec(text) ?? [];
  return program === '/bin/sh' && word !== undefined ? [program, word] : [program];
}
