import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recoverTransaction } from '../../src/commit/recoverTransaction.ts';
import { nodeDisk } from '../../src/host/disk.ts';
import { type Owner, thisProcess } from '../../src/host/owner.ts';
import { deadProcess, distantProcess, nameOf, parentProcess } from './owners.ts';
import { refusal } from './refusal.ts';
import { arrange, clear, perform, type Snapshot, snapshot, UPDATE } from './scenario.ts';

let sandbox: string;
let target: string;
let before: Snapshot;
let after: Snapshot;
beforeEach(() => {
  const other = arrange(UPDATE);
  perform(UPDATE, other.target, nodeDisk);
  after = snapshot(other.sandbox);
  clear(other.sandbox);
  ({ sandbox, target } = arrange(UPDATE));
  before = snapshot(sandbox);
});
afterEach(() => clear(sandbox));

const reused = (): Owner => ({ ...parentProcess(), started: parentProcess().started + 1 });
const ownerFile = (owner: Owner): string => `owner-${nameOf(owner)}`;

/** Leaves a transaction directory with these files in it. */
function leave(name: string, ...files: string[]): void {
  mkdirSync(join(target, name));
  for (const file of files) writeFileSync(join(target, name, file), '');
}

const update = (): void => perform(UPDATE, target, nodeDisk);

test.each<[string, () => string[]]>([
  ['a dead process', () => [ownerFile(deadProcess)]],
  ['a process whose number was given to another', () => [ownerFile(reused())]],
  ['an earlier run of this process', () => [ownerFile(thisProcess())]],
  ['nobody, and is empty', () => []],
  ['a dead process that had staged, but not journalled', () => [ownerFile(deadProcess), 'new-0']],
])('a lock that belongs to %s is in nobody’s way', (_, files) => {
  leave('.ctf-txn', ...files());
  update();
  expect(snapshot(sandbox)).toEqual(after);
});

test('a lock of a live process refuses the run, naming the process', () => {
  leave('.ctf-txn', ownerFile(parentProcess()));
  const locked = snapshot(sandbox);
  for (const run of [update, () => recoverTransaction(target, nodeDisk)]) {
    const error = refusal(run);
    expect(error).toMatchObject({ exitCode: 3, where: target });
    expect(error.message).toContain(`in use by process ${process.ppid};`);
    expect(error.message).not.toContain('\n');
  }
  expect(snapshot(sandbox)).toEqual(locked);
});

test('a lock of another container refuses the run, and says what to do if it was killed', () => {
  leave('.ctf-txn', ownerFile(distantProcess));
  const locked = snapshot(sandbox);
  const error = refusal(update);
  expect(error).toMatchObject({ exitCode: 3, where: target });
  expect(error.message).toContain(`in use by process ${distantProcess.pid} in another container;`);
  expect(error.remedy).toContain(`if it was killed move ${target}/.ctf-txn away`);
  expect(snapshot(sandbox)).toEqual(locked);
});

test.each<[string, () => void]>([
  ['files of no known run', () => leave('.ctf-txn', 'new-0')],
  ['a file', () => writeFileSync(join(target, '.ctf-txn'), '')],
  ['a link to a directory', () => symlinkSync(sandbox, join(target, '.ctf-txn'))],
  ['a link to nowhere', () => symlinkSync('nowhere', join(target, '.ctf-txn'))],
])('%s in the place of the lock refuse the run and stay', (_, plant) => {
  plant();
  const planted = snapshot(sandbox);
  expect(refusal(update)).toMatchObject({ exitCode: 3, where: target });
  expect(snapshot(sandbox)).toEqual(planted);
});

test('what dead runs have left aside is swept; what others may need is not', () => {
  const aside = (owner: Owner): string => `.ctf-txn-${nameOf(owner)}-abc`;
  leave(aside(deadProcess), 'new-0', 'journal.json');
  leave(aside(reused()), 'old-0');
  leave(aside(parentProcess()), 'new-0');
  leave(aside(distantProcess), 'new-0');
  recoverTransaction(target, nodeDisk);
  const left = readdirSync(target).filter((name) => name.startsWith('.ctf'));
  expect(left.sort()).toEqual([aside(parentProcess()), aside(distantProcess)].sort());
});

test('where nothing is unfinished, recovering does nothing, and an absent target is none', () => {
  expect(recoverTransaction(target, nodeDisk)).toBeUndefined();
  expect(recoverTransaction(join(sandbox, 'absent'), nodeDisk)).toBeUndefined();
  expect(recoverTransaction(join(sandbox, 'neighbour'), nodeDisk)).toBeUndefined();
  expect(snapshot(sandbox)).toEqual(before);
});
