import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commitChanges } from '../../src/commit/commitChanges.ts';
import { UserError } from '../../src/errors.ts';
import { nodeDisk } from '../../src/host/disk.ts';
import type { Change } from '../../src/reconcile/change.ts';
import { parentProcess } from './owners.ts';
import { refusal } from './refusal.ts';

const changes: Change[] = [
  { kind: 'create', path: 'README.md', text: '# my-app\n', executable: false },
  { kind: 'create', path: 'app/bin/run', text: '#!/bin/sh\n', executable: true },
  { kind: 'create', path: 'app/main.py', text: '', executable: false },
];

let sandbox: string;
beforeEach(() => {
  sandbox = mkdtempSync(join(tmpdir(), 'publish-'));
});
afterEach(() => rmSync(sandbox, { recursive: true, force: true }));

/** What making the project there is refused with. */
const refused = (directory: string): UserError =>
  refusal(() => commitChanges(changes, directory, nodeDisk));

test('a new directory holds exactly the files, and nothing is left beside it', () => {
  commitChanges(changes, join(sandbox, 'a/b/my-app'), nodeDisk);
  const found = readdirSync(sandbox, { recursive: true }).map(String).sort();
  expect(found).toEqual(
    [
      'a',
      'a/b',
      ...['', '/README.md', '/app', '/app/bin', '/app/bin/run', '/app/main.py'].map(
        (path) => `a/b/my-app${path}`,
      ),
    ].sort(),
  );
  expect(readFileSync(join(sandbox, 'a/b/my-app/README.md'), 'utf8')).toBe('# my-app\n');
});

test.each([0o000, 0o002, 0o022, 0o027, 0o077])('modes follow the umask %o', (umask) => {
  const before = process.umask(umask);
  try {
    commitChanges(changes, join(sandbox, 'my-app'), nodeDisk);
  } finally {
    process.umask(before);
  }
  const mode = (path: string) => statSync(join(sandbox, 'my-app', path)).mode & 0o7777;
  expect(mode('')).toBe(0o777 & ~umask);
  expect(mode('app')).toBe(0o777 & ~umask);
  expect(mode('README.md')).toBe(0o666 & ~umask);
  expect(mode('app/bin/run')).toBe(0o777 & ~umask);
});

test('the leftovers of dead runs are swept, those of live runs and other names are not', () => {
  const { pid, started } = parentProcess();
  const live = `.my-app.ctf-${pid}-${started}-aaaa`;
  const reused = `.my-app.ctf-${pid}-${started + 1}-bbbb`;
  const dead = '.my-app.ctf-4194305-1-cccc';
  const other = '.other.ctf-4194305-1-dddd';
  for (const name of [live, reused, dead, other]) {
    mkdirSync(join(sandbox, name));
    writeFileSync(join(sandbox, name, 'file'), '');
  }
  commitChanges(changes, join(sandbox, 'my-app'), nodeDisk);
  expect(readdirSync(sandbox).sort()).toEqual([live, other, 'my-app'].sort());
});

test('a target that appears just before it is published wins', () => {
  const directory = join(sandbox, 'my-app');
  const disk = {
    ...nodeDisk,
    rename(from: string, to: string) {
      mkdirSync(directory);
      writeFileSync(join(directory, 'theirs'), 'theirs');
      nodeDisk.rename(from, to);
    },
  };
  expect(() => commitChanges(changes, directory, disk)).toThrow(/created by another run/);
  expect(readdirSync(sandbox)).toEqual(['my-app']);
  expect(readdirSync(directory)).toEqual(['theirs']);
});

test('a target that is a file or a link is refused and stays', () => {
  writeFileSync(join(sandbox, 'file'), 'mine');
  mkdirSync(join(sandbox, 'real'));
  symlinkSync('real', join(sandbox, 'link'));
  symlinkSync('nowhere', join(sandbox, 'dangling'));
  symlinkSync('self', join(sandbox, 'self'));
  expect(refused(join(sandbox, 'file'))).toMatchObject({ exitCode: 3 });
  expect(refused(join(sandbox, 'link')).message).toMatch(/symbolic link to real/);
  expect(refused(join(sandbox, 'dangling')).message).toMatch(/symbolic link to nowhere/);
  expect(refused(join(sandbox, 'self')).message).toMatch(/symbolic link to self/);
  expect(readFileSync(join(sandbox, 'file'), 'utf8')).toBe('mine');
  expect(readdirSync(join(sandbox, 'real'))).toEqual([]);
});

test('paths that leave the project are refused before anything is written', () => {
  for (const path of [
    '../x',
    '/x',
    'a/../../x',
    'a\\b',
    'C:x',
    'a\0b',
    '',
    './a',
    'a//b',
    '.git/hooks/pre-commit',
    '.GIT/config',
    '.ctf-txn/x',
  ]) {
    const hostile: Change[] = [{ kind: 'create', path, text: 'x', executable: false }];
    expect(() => commitChanges(hostile, join(sandbox, 'my-app'), nodeDisk), path).toThrow(
      UserError,
    );
  }
  expect(readdirSync(sandbox)).toEqual([]);
});
