import { delimiter, join } from 'node:path';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { isExecutable } from '../harness/isExecutable.ts';
import { NotChecked } from '../verdict.ts';
import { type Drain, lifeOfCommand, ordinaryLife } from './ordinaryLife.ts';

/** What runs in a container of the project, and how it fared as PID 1 of this machine. */
export interface ImageLife {
  readonly argv: readonly string[];
  readonly drain: Drain;
}

/**
 * Runs the Dockerfile's own command as PID 1, the shell of its shell form included.
 * @throws NotChecked when there is none, or its program is not on this machine
 */
export async function imageCommandLife(app: ExaminedApp): Promise<ImageLife> {
  const { image } = app.project;
  if (image === undefined) throw new NotChecked('no Dockerfile here names a command');
  const [line = ''] = image.argv;
  const argv = image.form === 'shell' ? ['/bin/sh', '-c', line] : image.argv;
  const program = image.form === 'shell' ? firstProgram(line) : (image.argv[0] ?? '');
  if (!isThere(program, app)) throw new NotChecked(`'${program}' is not on this machine`);
  const isWeb = app.has('web') && JSON.stringify(argv) === JSON.stringify(app.argv('web'));
  return { argv, drain: await (isWeb ? ordinaryLife(app, 'pid1') : lifeOfCommand(app, argv)) };
}

/** The program that a shell's line runs, past `exec` and variables; what a shell does itself is the shell. */
function firstProgram(line: string): string {
  const words = line.trim().split(/\s+/);
  const program = words.find((word) => word !== 'exec' && !/^[A-Za-z_]\w*=/.test(word)) ?? '';
  return /^(cd|export|set|test|\[|true|:)$/.test(program) ? '/bin/sh' : program;
}

function isThere(program: string, app: ExaminedApp): boolean {
  if (program.includes('/'))
    return isExecutable(join(program.startsWith('/') ? '' : app.place.directory, program));
  const folders = (app.environment(1).PATH ?? '').split(delimiter);
  return folders.some((folder) => isExecutable(join(folder, program)));
}
