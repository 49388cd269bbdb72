import { spawnSync } from 'node:child_process';

/** How a program ended. */
interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What came on file descriptor 3. */
  readonly extra: string;
}

export type Variables = Readonly<Record<string, string>>;

/** Runs a command to its end, with nothing of this environment but its PATH, and `home` as its home. */
export function runIn(home: string, argv: readonly string[], environment: Variables = {}): Ending {
  const [command = '', ...args] = argv;
  const { status, output, error } = spawnSync(command, args, {
    cwd: home,
    env: { PATH: process.env.PATH ?? '', HOME: home, ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: 120_000,
  });
  if (error) throw error;
  const [, stdout = '', stderr = '', extra = ''] = output.map((text) => text ?? '');
  return { code: status, stdout, stderr, extra };
}
