import { existsSync, readdirSync } from 'node:fs';
import { expect } from 'vitest';
import type { Box } from '../harness/box.ts';
import { incompleteness } from '../harness/completeness.ts';
import { type Fault, HERE, ORDERS } from '../harness/fault.ts';
import { type Run, run } from '../harness/run.ts';
import { clear, momentsOf, runWith } from '../harness/sweep.ts';

/** Killed at every moment, the target is absent or complete; the next run makes it and tidies up. */
async function killEverywhere(box: Box): Promise<Run> {
  let last: Run | undefined;
  for (const moment of await momentsOf(box, ORDERS)) {
    clear(box);
    const killed = await runWith('signal=KILL', moment, box, ORDERS);
    expect(killed.signal, JSON.stringify(moment)).toBe('SIGKILL');
    if (existsSync(box.at('orders'))) {
      expect(incompleteness(box.at('orders'))).toEqual([]);
      continue;
    }
    last = await run(box, ORDERS);
    expect(last.exitCode, last.stderr).toBe(0);
    expect(readdirSync(box.cwd), JSON.stringify(moment)).toEqual(['orders']);
  }
  return last as Run;
}

/** The same in the current directory, which the next run finds complete, or restores first. */
async function killHere(box: Box): Promise<Run> {
  let last: Run | undefined;
  for (const moment of (await momentsOf(box, HERE)).filter((_, index) => index % 3 === 0)) {
    clear(box);
    box.write('LICENSE', 'mine');
    await runWith('signal=KILL', moment, box, HERE);
    const next = await run(box, HERE);
    expect([0, 3], next.stderr).toContain(next.exitCode);
    expect(incompleteness(box.cwd, ['LICENSE']), JSON.stringify(moment)).toEqual([]);
    if (next.exitCode === 0) last = next;
  }
  return last as Run;
}

/** A signal in the middle is obeyed before or after the project appears, never between. */
async function interruptEverywhere(box: Box, signal: string, code: number): Promise<Run> {
  let last: Run | undefined;
  for (const moment of (await momentsOf(box, ORDERS)).filter((_, index) => index % 8 === 0)) {
    clear(box);
    const ended = await runWith(`signal=${signal}`, moment, box, ORDERS);
    expect(ended.exitCode, JSON.stringify(moment)).toBe(code);
    const made = existsSync(box.at('orders'));
    expect(readdirSync(box.cwd)).toEqual(made ? ['orders'] : []);
    if (made) expect(incompleteness(box.at('orders'))).toEqual([]);
    last = ended;
  }
  return last as Run;
}

/** What happens to a run that is killed or told to end. */
export const KILL_FAULTS: readonly Fault[] = [
  {
    row: 'D2',
    fault: 'SIGKILL at every system call that writes',
    needs: ['strace'],
    play: killEverywhere,
    exit: 0,
  },
  {
    row: 'C9',
    fault: 'SIGKILL at every third system call that writes into "."',
    needs: ['strace'],
    arrange: (box) => void box.write('LICENSE', 'mine'),
    play: killHere,
    target: '.',
    exit: 0,
  },
  ...(
    [
      ['INT', 130],
      ['TERM', 143],
      ['HUP', 129],
    ] as const
  ).map(
    ([signal, code]): Fault => ({
      row: 'D2',
      fault: `SIG${signal} at every eighth system call that writes`,
      needs: ['strace'],
      play: (box) => interruptEverywhere(box, signal, code),
      exit: code,
      leaves: 'either',
    }),
  ),
];
