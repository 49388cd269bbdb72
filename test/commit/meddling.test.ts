import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { recoverTransaction } from '../../src/commit/recoverTransaction.ts';
import type { UserError } from '../../src/errors.ts';
import { nodeDisk } from '../../src/host/disk.ts';
import { Died, dieAt, faultyDisk, type Operation, operationsOf } from './faultyDisk.ts';
import { failure } from './refusal.ts';
import { arrange, clear, perform, type Snapshot, snapshot, UPDATE } from './scenario.ts';

/** How an update ended that someone else has disturbed. */
interface Disturbed {
  readonly sandbox: string;
  readonly target: string;
  /** Undefined when the update was done. */
  readonly error: UserError | undefined;
  /** The operation before which the other one was at work. */
  readonly operation: Operation;
}

/** An update that nothing disturbs. */
function undisturbed() {
  const { sandbox, target } = arrange(UPDATE);
  const before = snapshot(sandbox);
  const operations = operationsOf(nodeDisk, (disk) => perform(UPDATE, target, disk));
  const after = snapshot(sandbox);
  clear(sandbox);
  return { before, after, operations };
}

const { before, after, operations } = undisturbed();

/** Something beside the project that nothing may reach, with files of the same names in it. */
function makeVictim(sandbox: string): void {
  mkdirSync(join(sandbox, 'victim/routes'), { recursive: true });
  chmodSync(join(sandbox, 'victim'), 0o711);
  for (const name of ['README.md', 'gone.py', 'main.py'])
    writeFileSync(join(sandbox, 'victim', name), 'not yours');
}

/** Runs the update once for each of its operations, with `disturb` called right before that one. */
function atEveryMoment(
  disturb: (target: string) => void,
  judge: (disturbed: Disturbed) => void,
): void {
  for (const operation of operations) {
    const { sandbox, target } = arrange(UPDATE);
    makeVictim(sandbox);
    const disk = faultyDisk(nodeDisk, ({ number }) => {
      if (number === operation.number) disturb(target);
    });
    const error = failure(() => perform(UPDATE, target, disk));
    judge({ sandbox, target, error, operation });
    clear(sandbox);
  }
}

const VICTIM = {
  victim: 'directory 711',
  'victim/README.md': 'file 644 not yours',
  'victim/gone.py': 'file 644 not yours',
  'victim/main.py': 'file 644 not yours',
  'victim/routes': 'directory 755',
};

/** Moves a directory away and puts a link to the victim in its place. */
function swap(directory: string, victim: string): void {
  renameSync(directory, `${directory}-moved`);
  symlinkSync(victim, directory);
}

function swapBack(directory: string): void {
  unlinkSync(directory);
  renameSync(`${directory}-moved`, directory);
}

const without = (found: Snapshot, path: string): Snapshot =>
  Object.fromEntries(Object.entries(found).filter(([name]) => name !== path));

test.each([
  ['a folder of the project', '../victim', (target: string) => join(target, 'app')],
  ['the project', 'victim', (target: string) => target],
])(
  '%s is swapped for a link at any moment: nothing goes through it, and all can be mended',
  (...[, victim, directoryOf]) => {
    atEveryMoment(
      (target) => {
        if (existsSync(directoryOf(target))) swap(directoryOf(target), victim);
      },
      ({ sandbox, target, error, operation }) => {
        const where = `before ${operation.number}: ${operation.name}`;
        expect(snapshot(sandbox), where).toMatchObject(VICTIM);
        if (error !== undefined) expect(error, where).toMatchObject({ exitCode: 3 });
        swapBack(directoryOf(target));
        recoverTransaction(target, nodeDisk);
        rmSync(join(sandbox, 'victim'), { recursive: true });
        expect(snapshot(sandbox), where).toEqual(error === undefined ? after : before);
      },
    );
  },
);

test('nothing goes through a link either while a killed update is undone', () => {
  const committing = operations.findLast(({ name }) => name === 'rename')?.number ?? 0;
  for (let at = 1, isOver = false; !isOver; at += 1) {
    const { sandbox, target } = arrange(UPDATE);
    makeVictim(sandbox);
    expect(() => perform(UPDATE, target, faultyDisk(nodeDisk, dieAt(committing)))).toThrow(Died);
    isOver = true;
    const disk = faultyDisk(nodeDisk, ({ number }) => {
      if (number !== at) return;
      isOver = false;
      swap(join(target, 'app'), '../victim');
    });
    const error = failure(() => recoverTransaction(target, disk));
    expect(snapshot(sandbox), `before ${at}`).toMatchObject(VICTIM);
    if (error !== undefined) expect(error).toMatchObject({ exitCode: 3 });
    if (!isOver) swapBack(join(target, 'app'));
    recoverTransaction(target, nodeDisk);
    rmSync(join(sandbox, 'victim'), { recursive: true });
    expect(snapshot(sandbox), `before ${at}`).toEqual(before);
    clear(sandbox);
  }
});

test('a file that the user makes where the update makes one, at any moment, is theirs', () => {
  const path = 'my-app/app/routes/items.py';
  let refused = 0;
  atEveryMoment(
    (target) => {
      const place = join(dirname(target), path);
      mkdirSync(dirname(place), { recursive: true });
      if (!existsSync(place)) writeFileSync(place, 'theirs');
    },
    ({ sandbox, error, operation }) => {
      const where = `before ${operation.number}: ${operation.name}`;
      rmSync(join(sandbox, 'victim'), { recursive: true });
      if (error === undefined) return expect(snapshot(sandbox), where).toEqual(after);
      refused += 1;
      expect(error, where).toMatchObject({ exitCode: 3, where: 'app/routes/items.py' });
      const found = snapshot(sandbox);
      expect(found[path], where).toBe('file 644 theirs');
      expect(without(without(found, path), dirname(path)), where).toEqual(before);
    },
  );
  expect(refused).toBeGreaterThan(10);
});

/** The moment between the check of README.md and the rename over it, which nothing can close. */
function isTooLate({ name, number }: Operation): boolean {
  const previous = operations[number - 2];
  return name === 'rename' && previous?.name === 'read' && /README\.md$/.test(previous.path);
}

test('a file that the user saves at any moment keeps what they saved', () => {
  let refused = 0;
  atEveryMoment(
    (target) => {
      writeFileSync(join(target, '.README.md.swp'), '# edited\n');
      renameSync(join(target, '.README.md.swp'), join(target, 'README.md'));
    },
    ({ sandbox, target, error, operation }) => {
      if (isTooLate(operation)) return;
      const where = `before ${operation.number}: ${operation.name}`;
      expect(readFileSync(join(target, 'README.md'), 'utf8'), where).toBe('# edited\n');
      if (error === undefined) return;
      refused += 1;
      expect(error, where).toMatchObject({ exitCode: 3, where: 'README.md' });
      rmSync(join(sandbox, 'victim'), { recursive: true });
      const edited = { ...before, 'my-app/README.md': 'file 644 # edited\n' };
      expect(snapshot(sandbox), where).toEqual(edited);
    },
  );
  expect(refused).toBeGreaterThan(10);
  expect(operations.filter(isTooLate)).toHaveLength(1);
});
