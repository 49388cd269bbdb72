import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How git ended. A status of undefined says that it could not be run, or not in time. */
export interface GitAnswer {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Settings of a repository that run programs of its choice when it is only looked at. */
const SETTINGS = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.quotePath=false',
  'log.showSignature=false',
].flatMap((setting) => ['-c', setting]);

const LIMIT_MS = 20_000;
const MOST_BYTES = 256 * 1024 * 1024;

/** Runs one git command that only reads, in `directory`. Never throws, asks, or takes a lock. */
export function askGit(
  directory: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<GitAnswer> {
  const options = { ...optionsFor(directory, variables), timeout: LIMIT_MS, maxBuffer: MOST_BYTES };
  return new Promise((resolve) => {
    execFile('git', [...SETTINGS, ...args], options, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : undefined;
      resolve({ status, stdout, stderr: stderr || (error?.message ?? '') });
    });
  });
}

/**
 * Hands the lines that a git command prints to `take`, until it ends or `limitMs` have passed.
 * @returns whether all of them were read
 */
export async function readGit(
  directory: string,
  args: readonly string[],
  limitMs: number,
  take: (line: string) => void,
): Promise<boolean> {
  const child = spawn('git', [...SETTINGS, ...args], {
    ...optionsFor(directory, {}),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
  // One byte, one character: what is looked for is ASCII, and files may be of any encoding.
  child.stdout.setEncoding('latin1');
  for await (const line of createInterface({ input: child.stdout, crlfDelay: Infinity }))
    take(line);
  clearTimeout(timer);
  return ended;
}

/** The caller's environment without what points git at another repository; messages in English. */
function optionsFor(directory: string, variables: Readonly<Record<string, string>>) {
  const kept = Object.entries(process.env).filter(([name]) => !/^GIT_(?!CONFIG_)/.test(name));
  const own = { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
  return { cwd: directory, env: { ...Object.fromEntries(kept), ...own, ...variables } };
}
