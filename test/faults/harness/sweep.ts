import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from './box.ts';
import { type Run, run } from './run.ts';

/** A moment of a run: the n-th time that its main thread makes a system call. */
export interface Moment {
  readonly call: string;
  readonly nth: number;
}

const CALLS = 'mkdir,write,link,rename,unlink,rmdir';
const STRACE = ['strace', '-qq', '-y', '-o'];
const LIMIT_MS = 20_000;

/** The moments at which a run touches what it stages, in their order. */
export async function momentsOf(box: Box, args: readonly string[]): Promise<readonly Moment[]> {
  const trace = join(box.record, 'calls');
  await run(box, args, { via: [...STRACE, trace, '-e', `trace=${CALLS}`], limitMs: LIMIT_MS });
  const counts = new Map<string, number>();
  const all = readFileSync(trace, 'utf8')
    .split('\n')
    .map((line) => {
      const call = /^\w+/.exec(line)?.[0] ?? '';
      const nth = (counts.get(call) ?? 0) + 1;
      counts.set(call, nth);
      return { call, nth, line };
    });
  return all.filter(({ line }) => line.includes('ctf-'));
}

/** Runs the program and injects `what` (`signal=KILL`, `error=ENOSPC`) at a moment. */
export function runWith(
  what: string,
  { call, nth }: Moment,
  box: Box,
  args: readonly string[],
): Promise<Run> {
  const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:${what}:when=${nth}`];
  return run(box, args, { via: [...STRACE, '/dev/null', ...inject], limitMs: LIMIT_MS });
}

/** Empties the current directory of the box for the next turn. */
export function clear(box: Box): void {
  rmSync(box.cwd, { recursive: true, force: true });
  box.makeFolder('.');
}
