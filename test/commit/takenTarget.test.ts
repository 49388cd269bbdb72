import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Disk, nodeDisk } from '../../src/host/disk.ts';
import { faultyDisk, operationsOf } from './faultyDisk.ts';
import { refusal } from './refusal.ts';
import { arrange, CREATE, CREATE_HERE, clear, perform, snapshot } from './scenario.ts';

let sandbox: string;
let target: string;
beforeEach(() => {
  ({ sandbox, target } = arrange(CREATE));
  mkdirSync(join(sandbox, 'elsewhere'));
});
afterEach(() => clear(sandbox));

const create = (disk: Disk): void => perform(CREATE, target, disk);

/** What can be in the place of a target: how it is made there. */
const IN_THE_WAY: Readonly<Record<string, (path: string) => void>> = {
  'a directory with files': (path) => {
    mkdirSync(path);
    writeFileSync(join(path, 'theirs'), 'theirs');
  },
  'a file': (path) => writeFileSync(path, 'theirs'),
  'a pipe': (path) => execFileSync('mkfifo', [path]),
  'a link to a directory': (path) => symlinkSync('elsewhere', path),
  'a link to nowhere': (path) => symlinkSync('nowhere', path),
  'a link to itself': (path) => symlinkSync('my-app', path),
};
const anything = Object.entries(IN_THE_WAY);

test.each([...anything, ['an empty directory', (path: string) => mkdirSync(path)] as const])(
  '%s that appears at any moment before the project does is left as it is',
  (_, make) => {
    const count = operationsOf(nodeDisk, create).length;
    rmSync(target, { recursive: true });
    make(target);
    const theirs = snapshot(sandbox);
    // The operation before the last looks at the target for the last time.
    for (let at = 1; at < count; at += 1) {
      rmSync(target, { recursive: true });
      const disk = faultyDisk(nodeDisk, ({ number }) => {
        if (number === at) make(target);
      });
      const error = refusal(() => create(disk));
      expect(error).toMatchObject({ exitCode: 3, where: target });
      expect(error.message).toMatch(/created by another run/);
      expect(snapshot(sandbox)).toEqual(theirs);
    }
  },
);

test.each(anything)('%s that appears right before the rename is left as it is', (_, make) => {
  make(target);
  const theirs = snapshot(sandbox);
  rmSync(target, { recursive: true });
  const disk: Disk = {
    ...nodeDisk,
    rename(from, to) {
      make(target);
      nodeDisk.rename(from, to);
    },
  };
  expect(refusal(() => create(disk))).toMatchObject({ exitCode: 3, where: target });
  expect(snapshot(sandbox)).toEqual(theirs);
});

test.each(anything.filter(([name]) => name !== 'a directory with files'))(
  'where a directory was when it was planned, %s is refused and left as it is',
  (_, make) => {
    make(target);
    const theirs = snapshot(sandbox);
    const error = refusal(() => perform(CREATE_HERE, target, nodeDisk));
    expect(error).toMatchObject({ exitCode: 3, where: target });
    expect(snapshot(sandbox)).toEqual(theirs);
  },
);

test('a link in the place of the target is named with where it points', () => {
  symlinkSync('elsewhere', target);
  const { message } = refusal(() => perform(CREATE_HERE, target, nodeDisk));
  expect(message).toContain('is a symbolic link to elsewhere');
});

test('a directory that is gone since it was planned is not made again', () => {
  const before = snapshot(sandbox);
  const error = refusal(() => perform(CREATE_HERE, target, nodeDisk));
  expect(error).toMatchObject({ exitCode: 3, where: target });
  expect(snapshot(sandbox)).toEqual(before);
});
