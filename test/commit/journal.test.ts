import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readJournal } from '../../src/commit/journal.ts';
import { bytesId } from '../../src/commit/projectState.ts';
import { recoverTransaction } from '../../src/commit/recoverTransaction.ts';
import { UserError } from '../../src/errors.ts';
import { nodeDisk } from '../../src/host/disk.ts';
import { Died, dieAt, faultyDisk, operationsOf } from './faultyDisk.ts';
import { deadProcess, nameOf } from './owners.ts';
import { refusal } from './refusal.ts';
import {
  arrange,
  clear,
  perform,
  type Snapshot,
  snapshot,
  UPDATE,
  withoutOwner,
} from './scenario.ts';

let sandbox: string;
let target: string;
let before: Snapshot;
beforeEach(() => {
  ({ sandbox, target } = arrange(UPDATE));
  before = snapshot(sandbox);
});
afterEach(() => clear(sandbox));

const MINE = bytesId(Buffer.from('mine\n'));
const step = { kind: 'create', path: 'mine.txt', was: '', becomes: MINE };
const journal = { format: 1, steps: [step], folders: [], emptied: [] };

/** Plants an unfinished run, as a cloned repository could hold one. */
function plant(text: string): void {
  const lock = join(target, '.ctf-txn');
  mkdirSync(lock);
  writeFileSync(join(lock, `owner-${nameOf(deadProcess)}`), '');
  writeFileSync(join(lock, 'journal.json'), text);
}

/** Stops an update in the middle, as a kill would, right before an operation on a file. */
function stopBefore(name: 'rename' | 'unlink', path: RegExp): void {
  const other = arrange(UPDATE);
  const run = (on: string) => (disk: typeof nodeDisk) => perform(UPDATE, on, disk);
  const operation = operationsOf(nodeDisk, run(other.target)).find(
    (one) => one.name === name && path.test(one.path),
  );
  clear(other.sandbox);
  const disk = faultyDisk(nodeDisk, dieAt(operation?.number ?? 0));
  expect(() => run(target)(disk)).toThrow(Died);
}

const withPath = (path: string) => ({ ...journal, steps: [{ ...step, path }] });

test.each<[string, unknown]>([
  ['no object', 7],
  ['another format', { ...journal, format: 2 }],
  ['no steps', { ...journal, steps: undefined }],
  ['a step of another kind', { ...journal, steps: [{ ...step, kind: 'run' }] }],
  ['an id that is none', { ...journal, steps: [{ ...step, becomes: 'x' }] }],
  ['a path above', withPath('../neighbour')],
  ['an absolute path', withPath('/etc/passwd')],
  ['a path into the repository', withPath('.git/config')],
  ['a path into the transaction', withPath('.ctf-txn/journal.json')],
  ['a folder above', { ...journal, folders: ['..'] }],
  ['an emptied folder above', { ...journal, emptied: [{ path: '../x', mode: 0o755 }] }],
  ['a mode beyond modes', { ...journal, emptied: [{ path: 'x', mode: 0o777777 }] }],
])('a journal with %s is not believed', (_, value) => {
  plant(JSON.stringify(value));
  const planted = snapshot(sandbox);
  const error = refusal(() => recoverTransaction(target, nodeDisk));
  expect(error).toMatchObject({ exitCode: 3 });
  expect(error.message).toMatch(/damaged/);
  expect(withoutOwner(snapshot(sandbox))).toEqual(withoutOwner(planted));
});

test('whatever a journal holds, it is read or refused', () => {
  const value = fc.oneof(fc.json(), fc.string());
  fc.assert(
    fc.property(value, (text) => {
      try {
        readJournal(text, 'here');
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
  );
});

test('a journal that claims a file outside through a link in the project is refused', () => {
  symlinkSync('..', join(target, 'out'));
  const becomes = bytesId(Buffer.from('not yours'));
  plant(JSON.stringify({ ...journal, steps: [{ ...step, path: 'out/neighbour', becomes }] }));
  const planted = snapshot(sandbox);
  expect(refusal(() => recoverTransaction(target, nodeDisk))).toMatchObject({ exitCode: 3 });
  expect(withoutOwner(snapshot(sandbox))).toEqual(withoutOwner(planted));
});

test('what was undone is told', () => {
  stopBefore('rename', /\.ctf-txn$/);
  expect(recoverTransaction(target, nodeDisk)).toEqual({
    restored: ['README.md', 'app/gone.py', 'old/only.txt', 'bin/run', '.twelve-factor.json'],
    removed: ['app/routes/items.py'],
  });
  expect(snapshot(sandbox)).toEqual(before);
});

test('a file that the user has edited since is not undone, and neither is any other', () => {
  stopBefore('rename', /\.ctf-txn$/);
  writeFileSync(join(target, 'README.md'), '# edited since\n');
  const edited = snapshot(sandbox);
  const error = refusal(() => recoverTransaction(target, nodeDisk));
  expect(error).toMatchObject({ exitCode: 3, where: 'README.md' });
  expect(withoutOwner(snapshot(sandbox))).toEqual(withoutOwner(edited));
});

test('once the edited file is away, the rest is undone', () => {
  stopBefore('rename', /\.ctf-txn$/);
  writeFileSync(join(target, 'README.md'), '# edited since\n');
  refusal(() => recoverTransaction(target, nodeDisk));
  nodeDisk.rename(join(target, 'README.md'), join(sandbox, 'README.md'));
  recoverTransaction(target, nodeDisk);
  nodeDisk.unlink(join(sandbox, 'README.md'));
  expect(snapshot(sandbox)).toEqual(before);
});

test('a folder that the user has filled since stays', () => {
  stopBefore('rename', /\.ctf-txn$/);
  writeFileSync(join(target, 'app/routes/mine.py'), 'mine\n');
  recoverTransaction(target, nodeDisk);
  expect(readdirSync(join(target, 'app/routes'))).toEqual(['mine.py']);
});
