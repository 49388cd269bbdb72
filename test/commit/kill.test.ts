import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recoverTransaction } from '../../src/commit/recoverTransaction.ts';
import { nodeDisk } from '../../src/host/disk.ts';
import type { ChildOrder } from './child.ts';
import { bundleChild, runChild } from './children.ts';
import { isWriting, operationsOf } from './faultyDisk.ts';
import {
  arrange,
  CREATE,
  CREATE_HERE,
  clear,
  makeSandbox,
  perform,
  type Scenario,
  type Snapshot,
  snapshot,
  UPDATE,
  withoutLeftovers,
} from './scenario.ts';

let workshop: string;
let script: string;
beforeAll(() => {
  workshop = makeSandbox();
  script = join(workshop, 'child.cjs');
  bundleChild('child.ts', script);
});
afterAll(() => clear(workshop));

/** Runs `work` for each item, two at a time. */
async function forEach<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const lane = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all([lane(), lane()]);
}

/** Undoes what a killed run has left, and asserts that the sandbox is then as before, or complete. */
function expectWhole(sandbox: string, before: Snapshot, after: Snapshot, where: string): void {
  recoverTransaction(join(sandbox, 'my-app'), nodeDisk);
  const found = withoutLeftovers(snapshot(sandbox));
  const isBefore = JSON.stringify(found) === JSON.stringify(before);
  expect(found, where).toEqual(isBefore ? before : after);
}

async function killSweep(scenario: Scenario): Promise<void> {
  const first = arrange(scenario);
  const before = snapshot(first.sandbox);
  const run = (disk: typeof nodeDisk) => perform(scenario, first.target, disk);
  const places = operationsOf(nodeDisk, run)
    .filter(isWriting)
    .map(({ number }) => number);
  const after = snapshot(first.sandbox);
  clear(first.sandbox);
  await forEach(places, async (killAt) => {
    const { sandbox, target } = arrange(scenario);
    const order: ChildOrder = { target, scenario, killAt };
    expect(await runChild(script, order)).toMatchObject({ signal: 'SIGKILL' });
    // A second kill, while the first one is undone, at a place that moves.
    const again: ChildOrder = { ...order, recoverOnly: true, killAt: 3 + ((killAt * 7) % 40) };
    if (killAt % 3 === 0) await runChild(script, again);
    expectWhole(sandbox, before, after, `killed at ${killAt}`);
    clear(sandbox);
  });
}

test.each([CREATE, CREATE_HERE, UPDATE])(
  '$name: a process killed at any operation is undone by the next',
  killSweep,
  // A hundred processes, one for each operation, may have to share the machine.
  120_000,
);
