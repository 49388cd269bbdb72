import { argvOf, childrenOfThreads, environmentOf, programOf } from './processTable.ts';
import type { RunningProcess } from './runningProcess.ts';

/** A program that a process of a run was seen to be. */
export interface SeenProgram {
  /** Absolute path of its file. */
  readonly file: string;
  readonly argv: readonly string[];
  /** What it was started with, by name. */
  readonly environment: ReadonlyMap<string, string>;
}

/** How often is looked, in ms: a program that does anything over the network lasts longer. */
const EVERY_MS = 2;

/** Sees which programs run in a run of an app, children of its threads included. */
export class ProgramWatch {
  private readonly found = new Map<string, SeenProgram>();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly running: RunningProcess) {
    this.timer = setInterval(() => this.look(running.appPid), EVERY_MS);
  }

  /** Ends the watch; gives every program once for each list of arguments. */
  stop(): readonly SeenProgram[] {
    clearInterval(this.timer);
    // What has left its parents still is of this run.
    for (const { pid } of this.running.processes()) this.note(pid);
    return [...this.found.values()];
  }

  private look(pid: number): void {
    this.note(pid);
    for (const child of childrenOfThreads(pid)) this.look(child);
  }

  private note(pid: number): void {
    const file = programOf(pid);
    const argv = argvOf(pid);
    if (file === undefined || argv.length === 0) return;
    const key = [file, ...argv].join('\0');
    if (!this.found.has(key)) this.found.set(key, { file, argv, environment: variablesOf(pid) });
  }
}

/** Notes every program that the processes of a run execute while `use` is busy. */
export async function watchPrograms<Result>(
  running: RunningProcess,
  use: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly programs: readonly SeenProgram[] }> {
  const watch = new ProgramWatch(running);
  try {
    const result = await use();
    return { result, programs: watch.stop() };
  } finally {
    watch.stop();
  }
}

function variablesOf(pid: number): ReadonlyMap<string, string> {
  const pairs = environmentOf(pid).map((entry) => {
    const at = entry.indexOf('=');
    return [entry.slice(0, at), entry.slice(at + 1)] as const;
  });
  return new Map(pairs.filter(([name]) => name !== ''));
}
