import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Box } from '../harness/box.ts';
import { incompleteness } from '../harness/completeness.ts';
import { type Fault, ORDERS } from '../harness/fault.ts';
import { type Run, run } from '../harness/run.ts';
import { takeSnapshot } from '../harness/snapshot.ts';

/** Runs while a folder that is written into is a link half of the time. */
async function swapWhileWriting(box: Box): Promise<Run> {
  const swap = `while :; do mv .github real && ln -s ../victim .github; sleep 0.00$((RANDOM % 9 + 1)); rm .github; mv real .github; done`;
  const runs: Run[] = [];
  for (let turn = 0; turn < 12; turn += 1) {
    box.makeFolder('orders/.github');
    const cwd = box.at('orders');
    const swapper = spawn('bash', ['-c', swap], { cwd, stdio: 'ignore', detached: true });
    const result = await run(box, ORDERS);
    const ended = once(swapper, 'exit');
    process.kill(-(swapper.pid ?? process.pid), 'SIGKILL');
    await ended;
    expect([0, 3, 4], result.stderr).toContain(result.exitCode);
    runs.push(result);
    rmSync(cwd, { recursive: true, force: true, maxRetries: 3 });
  }
  return runs.find(({ exitCode }) => exitCode === 3) ?? (runs[0] as Run);
}

/** Starts both behind a closed gate and opens it. */
async function race(box: Box): Promise<Run> {
  let loser: Run | undefined;
  for (let turn = 0; turn < 20; turn += 1) {
    const gate = { shell: 'while ! test -e gate; do sleep 0.01; done; exec "$@"' };
    const both = Promise.all([run(box, ORDERS, gate), run(box, ORDERS, gate)]);
    await wait(30);
    box.write('gate');
    const runs = await both;
    expect(runs.map(({ exitCode }) => exitCode).sort()).toEqual([0, 3]);
    expect(incompleteness(box.at('orders'))).toEqual([]);
    loser = runs.find(({ exitCode }) => exitCode === 3);
    for (const path of ['orders', 'gate']) rmSync(box.at(path), { recursive: true });
  }
  return loser as Run;
}

/** Makes the target when everything is staged and the renaming is about to happen. */
async function comesFirst(box: Box): Promise<Run> {
  const via = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=rename'];
  const slow = [...via, '-e', 'inject=rename:delay_enter=700000'];
  const running = run(box, ORDERS, { via: slow, limitMs: 20_000 });
  const isStaged = () => readdirSync(box.cwd).some((name) => name.startsWith('.orders.ctf-'));
  for (let tries = 0; tries < 500 && !isStaged(); tries += 1) await wait(10);
  await wait(200);
  mkdirSync(box.at('orders'));
  writeFileSync(box.at('orders/theirs'), '');
  return running;
}

/** What goes wrong when somebody else is at work at the same time. */
export const RACE_FAULTS: readonly Fault[] = [
  {
    row: 'C6',
    fault: 'a folder turns into a link and back while it is written to',
    needs: ['linux'],
    arrange: (box) => void box.write('victim/precious', 'mine'),
    play: swapWhileWriting,
    exit: [0, 3, 4],
    sees: 'what was in the way, if anything was',
    leaves: 'nothing',
  },
  {
    row: 'C8',
    fault: '20 times two runs at once',
    play: race,
    exit: 3,
    sees: 'one creates the project, the other is told so',
    says: /created by another run|in this directory already/,
    leaves: 'nothing',
  },
  {
    row: 'C8',
    fault: 'the directory appears just before it is published',
    needs: ['strace'],
    play: comesFirst,
    target: 'nothing-else',
    touches: ['cwd/orders'],
    exit: 3,
    says: /was created by another run/,
    also: (box) => expect([...takeSnapshot(box.at('orders')).keys()]).toEqual(['', 'theirs']),
  },
];
