import { readFileSync } from 'node:fs';
import { recoverTransaction } from '../../src/commit/recoverTransaction.ts';
import { UserError } from '../../src/errors.ts';
import { nodeDisk } from '../../src/host/disk.ts';
import { faultyDisk, killAt } from './faultyDisk.ts';
import { perform, type Scenario } from './scenario.ts';

/** What a run in a process of its own is to do. */
export interface ChildOrder {
  readonly target: string;
  readonly scenario: Scenario;
  /** At this operation the process kills itself; 0: never. */
  readonly killAt: number;
  /** Only what a killed run has left is undone. */
  readonly recoverOnly?: boolean;
}

function obey({ target, scenario, killAt: at, recoverOnly }: ChildOrder): void {
  const disk = faultyDisk(nodeDisk, killAt(at));
  if (recoverOnly) recoverTransaction(target, disk);
  else perform(scenario, target, disk);
}

try {
  obey(JSON.parse(readFileSync(0, 'utf8')) as ChildOrder);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(error.message);
  process.exitCode = error.exitCode;
}
