import { argvOf, environmentOf, programOf } from './processTable.ts';
import type { RunningProcess } from './runningProcess.ts';

/** A program that a process of a run executed. */
export interface SeenProgram {
  /** Path of its file. */
  readonly program: string;
  readonly argv: readonly string[];
  /** What it was started with, by name. */
  readonly environment: ReadonlyMap<string, string>;
}

/** How often to look, in ms: a program that ends sooner may be missed. */
const WATCH_MS = 15;

/** Notes every program that the processes of a run execute while `use` is busy, each command once. */
export async function watchPrograms<Result>(
  running: RunningProcess,
  use: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly programs: readonly SeenProgram[] }> {
  const seen = new Map<string, SeenProgram>();
  const look = (): void => {
    for (const { pid } of running.processes()) note(pid, seen);
  };
  look();
  const timer = setInterval(look, WATCH_MS);
  try {
    const result = await use();
    look();
    return { result, programs: [...seen.values()] };
  } finally {
    clearInterval(timer);
  }
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
