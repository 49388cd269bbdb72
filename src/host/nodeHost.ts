import { EXIT, UserError } from '../errors.ts';
import { type AbsolutePath, nodeDisk } from './disk.ts';
import type { Host } from './host.ts';
import { listenForSignals } from './signals.ts';
import { createTerminal } from './terminal.ts';

/**
 * This machine, as the program may touch it.
 * @param argv read only for --no-color, which must hold before anything is shown
 * @param program the directory of this program's package
 */
export function createHost(argv: readonly string[], program: AbsolutePath): Host {
  const signals = listenForSignals();
  const environment = process.env;
  return {
    environment,
    program,
    cwd: currentDirectory,
    get home() {
      return environment.HOME || recordedHome();
    },
    disk: nodeDisk,
    terminal: createTerminal({ environment, signals, noColor: argv.includes('--no-color') }),
    shell: async () => (await import('./shell.ts')).createShell(environment, signals),
    signals,
  };
}

/** A user of a container may be no more than a number, and at home nowhere. */
function recordedHome(): string {
  try {
    return process.getBuiltinModule('node:os').userInfo().homedir;
  } catch {
    return '/';
  }
}

function currentDirectory(): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw new UserError({
      message: 'The current directory no longer exists',
      remedy: 'Change to a directory that exists and run the command again.',
      exitCode: EXIT.environment,
      cause,
    });
  }
}
