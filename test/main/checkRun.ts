import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder } from './runProgram.ts';

const GOOD = join(import.meta.dirname, '../fixtures/apps/good');

/** A folder with a copy of the good app, in which some files are others. */
export function goodAppBut(files: Readonly<Record<string, string>> = {}): string {
  const directory = join(emptyFolder(), 'app');
  cpSync(GOOD, directory, { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(directory, path), text);
  return directory;
}

/** A folder for everything temporary, so that what is left behind is seen. */
export function temporaryFolder(): string {
  const folder = join(emptyFolder(), 'tmp');
  mkdirSync(folder);
  return folder;
}

/** The environments of the living processes that name a folder, as TMPDIR above all. */
export function processesBelow(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readIfThere(`/proc/${pid}/environ`))
    .filter((environment) => environment.includes(folder));
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** How a check ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A check that is under way. */
export interface Started {
  readonly pid: number;
  /** What it has said so far, on stderr. */
  said(): string;
  readonly ended: Promise<Ended>;
}

/** Where and with what a check is started, where that matters. */
export interface CheckManner {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts a check and does not wait for it. */
export function startCheck(
  launcher: string,
  args: readonly string[],
  { cwd = '/', environment = {} }: CheckManner = {},
): Started {
  const child = spawn(process.execPath, [launcher, 'check', ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return {
    pid: child.pid ?? 0,
    said: () => stderr,
    ended: new Promise((resolve) =>
      child.on('close', (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr })),
    ),
  };
}
