import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { RunningProcess } from '../../../src/check/harness/runningProcess.ts';
import { startProcess } from '../../../src/check/harness/startProcess.ts';
import { waitFor } from '../../../src/check/harness/waitFor.ts';

/** Whoever installs packages for tests holds this: apt-get does not wait for another one. */
const INSTALLING = '/tmp/apt-get-of-tests.lock';

/** Makes sure that a program of a Debian package is there; why it can't be, or undefined. */
export function packageProblem(program: string, name: string): string | undefined {
  const there = () => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  if (there()) return undefined;
  if (process.getuid?.() !== 0) return `${program} is not installed, and only root can do that`;
  const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 900_000 };
  const aptGet = (...words: readonly string[]) =>
    spawnSync('flock', [INSTALLING, 'apt-get', '--quiet', ...words], quiet).status === 0;
  const install = () => aptGet('install', '--yes', name);
  if (!install()) aptGet('update') && install();
  return there() ? undefined : `${program} is not installed, and apt-get could not do it`;
}

/** The folder of one server, and the user who owns it where the server refuses to run as root. */
export class ServerHome {
  readonly directory: string;
  private readonly as: readonly string[];
  private running: RunningProcess | undefined;

  constructor(label: string, user?: string) {
    this.directory = realpathSync(mkdtempSync(join(tmpdir(), `${label}-`)));
    this.as = [];
    if (user === undefined || process.getuid?.() !== 0) return;
    this.as = ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
    chownSync(this.directory, idOf(user, '-u'), idOf(user, '-g'));
  }

  /** Runs a command to its end as the server's user. */
  run(...words: readonly string[]): string {
    const [program = '', ...rest] = [...this.as, ...words];
    return execFileSync(program, rest, {
      cwd: this.directory,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Starts the server itself, and waits until `ask` gets an answer. */
  async start(words: readonly string[], ask: () => unknown): Promise<void> {
    const running = await startProcess({
      argv: [...this.as, ...words],
      directory: this.directory,
      environment: { PATH: process.env.PATH ?? '' },
      mode: 'plain',
    });
    this.running = running;
    await waitFor(`${basename(words[0] ?? '')} to answer`, () => succeeds(ask), {
      limitMs: 30_000,
      everyMs: 100,
      evidence: () => running.evidence(),
    });
  }

  /** Ends the server at once, as a crash would. */
  async stop(): Promise<void> {
    await this.running?.kill();
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function succeeds(ask: () => unknown): boolean {
  try {
    ask();
    return true;
  } catch {
    return false;
  }
}

function idOf(user: string, which: '-u' | '-g'): number {
  return Number(execFileSync('id', [which, user], { encoding: 'utf8' }));
}
