import { argvOf, childrenOfThreads, environmentOf, programOf } from './processTable.ts';
import type { RunningProcess } from './runningProcess.ts';

/** A program that a process of a run executed. */
export interface SeenProgram {
  /** Path of its file. */
  readonly program: string;
  readonly argv: readonly string[];
  /** What it was started with, by name. */
  readonly environment: ReadonlyMap<string, string>;
}

/** How often to look, in ms: a program that does anything over the network lasts longer. */
const WATCH_MS = 2;

/** Notes every program that the processes of a run execute while `use` is busy, each command once. */
export async function watchPrograms<Result>(
  running: RunningProcess,
  use: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly programs: readonly SeenProgram[] }> {
  const seen = new Map<string, SeenProgram>();
  // On a busy machine the next look may come too late for a program that ends soon.
  noteTree(running.appPid, seen);
  const timer = setInterval(() => noteTree(running.appPid, seen), WATCH_MS);
  try {
    const result = await use();
    // What has left its parents still is of this run.
    for (const { pid } of running.processes()) note(pid, seen);
    return { result, programs: [...seen.values()] };
  } finally {
    clearInterval(timer);
  }
}

/** Looks at a process and all below it, which takes a fraction of a look at every process there is. */
function noteTree(pid: number, seen: Map<string, SeenProgram>): void {
  note(pid, seen);
  for (const child of childrenOfThreads(pid)) noteTree(child, seen);
}

function note(pid: number, seen: Map<string, SeenProgram>): void {
  const program = programOf(pid);
  const argv = argvOf(pid);
  if (program === undefined || argv.length === 0) return;
  const key = [program, ...argv].join('\0');
  if (seen.has(key)) return;
  const environment = environmentOf(pid).map((entry) => {
    const at = entry.indexOf('=');
    return [entry.slice(0, at), entry.slice(at + 1)] as const;
  });
  seen.set(key, { program, argv, environment: new Map(environment.filter(([name]) => name)) });
}
