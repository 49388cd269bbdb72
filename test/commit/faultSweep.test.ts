import { expect, test } from 'vitest';
import { recoverTransaction } from '../../src/commit/recoverTransaction.ts';
import { UserError } from '../../src/errors.ts';
import { type Disk, nodeDisk } from '../../src/host/disk.ts';
import { AWKWARD_DISKS } from './disks.ts';
import { Died, dieAt, failAt, faultyDisk, operationsOf } from './faultyDisk.ts';
import {
  arrange,
  clear,
  perform,
  SCENARIOS,
  type Scenario,
  snapshot,
  UPDATE,
  withoutLeftovers,
} from './scenario.ts';

/** Of the second kills, one in so many is tried. */
const STRIDE = 12;

interface Sweep extends Scenario {
  readonly disk: Disk;
}

const SWEEPS: readonly Sweep[] = [
  ...SCENARIOS.map((scenario) => ({ ...scenario, disk: nodeDisk })),
  ...Object.entries(AWKWARD_DISKS).map(([name, disk]) => ({
    ...UPDATE,
    name: `update ${name}`,
    disk,
  })),
];

/** The sandbox before and after a run that nothing disturbs, and how many operations that takes. */
function undisturbed(sweep: Sweep) {
  const { sandbox, target } = arrange(sweep);
  const before = snapshot(sandbox);
  const run = (disk: Disk): void => perform(sweep, target, disk);
  const count = operationsOf(sweep.disk, run).length;
  const after = snapshot(sandbox);
  clear(sandbox);
  return { before, after, count };
}

/** Runs `body` in a fresh sandbox of the scenario. */
function inSandbox(scenario: Scenario, body: (sandbox: string, target: string) => void): void {
  const { sandbox, target } = arrange(scenario);
  try {
    body(sandbox, target);
  } finally {
    clear(sandbox);
  }
}

function outcome(run: () => void): unknown {
  try {
    run();
    return 'done';
  } catch (error) {
    return error;
  }
}

/** A run as a command makes it: what a killed run left is undone first. */
function nextRun(target: string, disk: Disk): void {
  recoverTransaction(target, disk);
}

test.each(SWEEPS)('$name: an error at any operation leaves it as before, or complete', (sweep) => {
  const { before, after, count } = undisturbed(sweep);
  expect(count).toBeGreaterThan(10);
  for (const code of ['ENOSPC', 'EACCES', 'EIO']) {
    for (let at = 1; at <= count; at += 1) {
      inSandbox(sweep, (sandbox, target) => {
        let failed = '';
        const disk = faultyDisk(sweep.disk, (operation) => {
          if (operation.number === at) failed = `${code} at ${at}: ${operation.name}`;
          failAt(at, code)(operation);
        });
        const result = outcome(() => perform(sweep, target, disk));
        if (result !== 'done') {
          expect(result, failed).toBeInstanceOf(UserError);
          expect(result, failed).toMatchObject({ exitCode: 4 });
        }
        const isCleaning = failed.endsWith('removeTree');
        const found = isCleaning ? withoutLeftovers(snapshot(sandbox)) : snapshot(sandbox);
        expect(found, failed).toEqual(result === 'done' ? after : before);
      });
    }
  }
});

test.each(SWEEPS)('$name: killed at any operation, and again while that is undone', (sweep) => {
  const { before, after, count } = undisturbed(sweep);
  for (let at = 1; at <= count; at += 1) {
    // All pairs are too many for every day: the second kill takes some, from a moving start.
    let again = (at % STRIDE) + 1 - STRIDE;
    let recovered = false;
    while (!recovered) {
      again += STRIDE;
      inSandbox(sweep, (sandbox, target) => {
        const where = `killed at ${at}, then at ${again}`;
        const first = outcome(() => perform(sweep, target, faultyDisk(sweep.disk, dieAt(at))));
        expect(first === 'done' || first instanceof Error, where).toBe(true);
        const second = outcome(() => nextRun(target, faultyDisk(sweep.disk, dieAt(again))));
        recovered = !(second instanceof Died);
        nextRun(target, sweep.disk);
        const found = withoutLeftovers(snapshot(sandbox));
        const isBefore = JSON.stringify(found) === JSON.stringify(before);
        expect(found, where).toEqual(isBefore ? before : after);
        if (isBefore) {
          perform(sweep, target, sweep.disk);
          expect(snapshot(sandbox), where).toEqual(after);
        }
      });
    }
  }
});
