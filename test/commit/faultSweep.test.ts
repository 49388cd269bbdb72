import { expect, test } from 'vitest';
import { commitChanges } from '../../src/commit/commitChanges.ts';
import { recoverTransaction } from '../../src/commit/recoverTransaction.ts';
import { UserError } from '../../src/errors.ts';
import { type Disk, nodeDisk } from '../../src/host/disk.ts';
import { Died, dieAt, failAt, faultyDisk, operationsOf } from './faultyDisk.ts';
import {
  arrange,
  clear,
  SCENARIOS,
  type Scenario,
  snapshot,
  withoutLeftovers,
} from './scenario.ts';

/** Of the second kills, one in so many is tried. */
const STRIDE = 12;

/** The sandbox before and after a run that nothing disturbs, and how many operations that takes. */
function undisturbed(scenario: Scenario) {
  const { sandbox, target } = arrange(scenario);
  const before = snapshot(sandbox);
  const run = (disk: Disk): void => commitChanges(scenario.changes, target, disk);
  const count = operationsOf(nodeDisk, run).length;
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

test.each(SCENARIOS)(
  '$name: an error at any operation leaves it as before, or complete',
  (scenario) => {
    const { before, after, count } = undisturbed(scenario);
    expect(count).toBeGreaterThan(10);
    for (const code of ['ENOSPC', 'EACCES', 'EIO']) {
      for (let at = 1; at <= count; at += 1) {
        inSandbox(scenario, (sandbox, target) => {
          let failed = '';
          const disk = faultyDisk(nodeDisk, (operation) => {
            if (operation.number === at) failed = `${code} at ${at}: ${operation.name}`;
            failAt(at, code)(operation);
          });
          const result = outcome(() => commitChanges(scenario.changes, target, disk));
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
  },
);

test.each(SCENARIOS)(
  '$name: killed at any operation, and again while that is undone',
  (scenario) => {
    const { before, after, count } = undisturbed(scenario);
    for (let at = 1; at <= count; at += 1) {
      // All pairs are too many for every day: the second kill takes some, from a moving start.
      let again = (at % STRIDE) + 1 - STRIDE;
      let recovered = false;
      while (!recovered) {
        again += STRIDE;
        inSandbox(scenario, (sandbox, target) => {
          const where = `killed at ${at}, then at ${again}`;
          const first = outcome(() =>
            commitChanges(scenario.changes, target, faultyDisk(nodeDisk, dieAt(at))),
          );
          expect(first === 'done' || first instanceof Error, where).toBe(true);
          const second = outcome(() => nextRun(target, faultyDisk(nodeDisk, dieAt(again))));
          recovered = !(second instanceof Died);
          nextRun(target, nodeDisk);
          const found = withoutLeftovers(snapshot(sandbox));
          const isBefore = JSON.stringify(found) === JSON.stringify(before);
          expect(found, where).toEqual(isBefore ? before : after);
          if (isBefore) {
            commitChanges(scenario.changes, target, nodeDisk);
            expect(snapshot(sandbox), where).toEqual(after);
          }
        });
      }
    }
  },
);
