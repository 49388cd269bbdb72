import type { AbsolutePath, Disk } from './disk.ts';
import type { Shell } from './shell.ts';
import type { Signals } from './signals.ts';
import type { Terminal } from './terminal.ts';

/** The outside world, as the program may touch it. Tests hand in their own. */
export interface Host {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The current directory. UserError with exit code 4 when it no longer exists. */
  cwd(): AbsolutePath;
  readonly home: AbsolutePath;
  /** The directory of this program's package. */
  readonly program: AbsolutePath;
  readonly disk: Disk;
  readonly terminal: Terminal;
  /** Loaded on first use: most runs start no other program. */
  shell(): Promise<Shell>;
  /** The signals that end a run. */
  readonly signals: Signals;
}
