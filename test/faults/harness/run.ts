import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { type PtyRun, runInPty } from '../../pty/runInPty.ts';
import type { Box } from './box.ts';

/** How the program ended and what it said. */
export interface Run {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
  readonly timedOut: boolean;
  readonly args: readonly string[];
}

/** How to run the program, where it is not the usual way. */
export interface Manner {
  /** On top of the box's; undefined removes a variable. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Put before the command, e.g. `setpriv …`. */
  readonly via?: readonly string[];
  /** A line for `sh` in which `"$@"` is the command. */
  readonly shell?: string;
  /** What stdin holds; without it, it is /dev/null. `open` stays open and silent. */
  readonly stdin?: string | Uint8Array | { readonly open: true };
  readonly limitMs?: number;
  /** Another runtime than the one that runs the tests. */
  readonly node?: string;
  /** Another launcher than the installed one. */
  readonly program?: string;
  /** Called with the running process, e.g. to end it. */
  readonly meanwhile?: (child: ChildProcess) => void;
}

const LIMIT_MS = 5_000;

/** Runs the installed program once, in a process group of its own, as a user would. */
export async function run(box: Box, args: readonly string[], manner: Manner = {}): Promise<Run> {
  const { via = [], shell, stdin, cwd = box.cwd, limitMs = LIMIT_MS } = manner;
  const words = shell === undefined ? [] : ['sh', '-c', shell, 'sh'];
  const node = manner.node ?? process.execPath;
  const program = manner.program ?? box.program;
  const [command = '', ...rest] = [...words, ...via, node, program, ...args];
  const started = performance.now();
  const child = spawn(command, rest, {
    cwd,
    env: environmentOf(box, manner),
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  // The program may end without reading.
  child.stdin?.on('error', () => {});
  if (typeof stdin === 'string' || stdin instanceof Uint8Array) child.stdin?.end(stdin);
  let timedOut = false;
  const watchdog = setTimeout(() => {
    timedOut = true;
    killGroup(child.pid);
  }, limitMs);
  manner.meanwhile?.(child);
  const [exitCode, signal] = await once(child, 'close');
  clearTimeout(watchdog);
  return {
    exitCode: exitCode ?? undefined,
    signal: signal ?? undefined,
    ...output,
    milliseconds: performance.now() - started,
    timedOut,
    args,
  };
}

/** The same in a pseudo-terminal, whose output counts as stdout. */
export async function runAtTerminal(
  box: Box,
  args: readonly string[],
  manner: Omit<PtyRun, 'command'> = {},
): Promise<Run> {
  const started = performance.now();
  const variables = Object.entries(box.environment).map(([name, value]) => `${name}=${value}`);
  const command = ['env', '-C', box.cwd, ...variables, process.execPath, box.program, ...args];
  const result = await runInPty({ ...manner, command });
  return {
    exitCode: result.exitCode,
    signal: result.signal,
    stdout: result.output.replaceAll('\r\n', '\n'),
    stderr: '',
    milliseconds: performance.now() - started,
    timedOut: result.timedOut,
    args,
  };
}

/** Put before a command, runs it as a user to whom nothing belongs. */
export const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

/** Runs as a user whom permissions bind; root is changed to nobody. */
export function asNobody(box: Box, manner: Manner = {}): Manner {
  if (process.getuid?.() !== 0) return manner;
  for (const folder of [box.cwd, box.home, box.environment.TMPDIR ?? box.root])
    chownSync(folder, 65534, 65534);
  return { ...manner, via: [...NOBODY, ...(manner.via ?? [])] };
}

function environmentOf(box: Box, { environment = {} }: Manner): Record<string, string> {
  const all = Object.entries({ ...box.environment, ...environment });
  return Object.fromEntries(
    all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}

/** Command lines of processes that were started in the box and still run after a moment. */
export async function survivors(box: Box): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  for (let tries = 0; ; tries += 1) {
    const alive = processesOf(box);
    if (alive.length === 0 || tries === 20) return alive;
    await wait(50);
  }
}

function processesOf(box: Box): string[] {
  const read = (pid: string, name: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${name}`, 'utf8');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((pid) => read(pid, 'environ').includes(`FAULT_BOX=${box.root}\0`))
    .map((pid) => read(pid, 'cmdline').replaceAll('\0', ' '));
}
