import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import { UserError } from '../../src/errors.ts';
import { nodeDisk } from '../../src/host/disk.ts';
import { perform, type Scenario } from './scenario.ts';

/** A number of races, one after the other, of this process against another. */
export interface RaceOrder {
  readonly targets: readonly string[];
  readonly scenario: Scenario;
  /** Files that say which race this process, and the other one, are ready for. */
  readonly mine: string;
  readonly theirs: string;
}

/** Starts within microseconds of the other process: both spin until both are there. */
function meet(mine: string, theirs: string, round: number): void {
  writeFileSync(`${mine}-${round}`, '');
  while (nodeDisk.look(`${theirs}-${round}`) === undefined) {
    // Not yet.
  }
}

function race(target: string, scenario: Scenario): string {
  try {
    perform(scenario, target, nodeDisk);
    return '0';
  } catch (error) {
    if (error instanceof UserError) return `${error.exitCode} ${error.message}`;
    return `1 ${error}`;
  }
}

const { targets, scenario, mine, theirs } = JSON.parse(readFileSync(0, 'utf8')) as RaceOrder;
const results = targets.map((target, round) => {
  meet(mine, theirs, round);
  return race(target, scenario);
});
writeSync(1, JSON.stringify(results));
