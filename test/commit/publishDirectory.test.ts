import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { publishDirectory } from '../../src/commit/publishDirectory.ts';
import { UserError } from '../../src/errors.ts';
import { nodeDisk } from '../../src/host/disk.ts';
import type { Change } from '../../src/reconcile/change.ts';
import { deadProcess, distantProcess, nameOf, parentProcess } from './owners.ts';
import { refusal } from './refusal.ts';
import { clear, makeSandbox, snapshot } from './scenario.ts';

const changes: Change[] = [
  { kind: 'create', path: 'README.md', text: '# my-app\n', executable: false },
  { kind: 'create', path: 'app/bin/run', text: '#!/bin/sh\n', executable: true },
  { kind: 'create', path: 'app/main.py', text: '', executable: false },
];

let sandbox: string;
beforeEach(() => {
  sandbox = makeSandbox();
});
afterEach(() => clear(sandbox));

/** Makes the project in a directory that was not there when it was planned. */
const create = (directory: string, disk = nodeDisk): void =>
  publishDirectory(changes, directory, disk);

test('a new directory holds exactly the files, and nothing is left beside it', () => {
  create(join(sandbox, 'a/b/my-app'));
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
    create(join(sandbox, 'my-app'));
  } finally {
    process.umask(before);
  }
  const mode = (path: string) => statSync(join(sandbox, 'my-app', path)).mode & 0o7777;
  expect(mode('')).toBe(0o777 & ~umask);
  expect(mode('app')).toBe(0o777 & ~umask);
  expect(mode('README.md')).toBe(0o666 & ~umask);
  expect(mode('app/bin/run')).toBe(0o777 & ~umask);
});

test('the leftovers of dead runs are swept; what others may need, and other names, are not', () => {
  const parent = parentProcess();
  const live = `.my-app.ctf-${nameOf(parent)}-aaaa`;
  const reused = `.my-app.ctf-${nameOf({ ...parent, started: parent.started + 1 })}-bbbb`;
  const dead = `.my-app.ctf-${nameOf(deadProcess)}-cccc`;
  const other = `.other.ctf-${nameOf(deadProcess)}-dddd`;
  const distant = `.my-app.ctf-${nameOf(distantProcess)}-eeee`;
  for (const name of [live, reused, dead, other, distant]) {
    mkdirSync(join(sandbox, name));
    writeFileSync(join(sandbox, name, 'file'), '');
  }
  create(join(sandbox, 'my-app'));
  expect(readdirSync(sandbox).sort()).toEqual([live, other, distant, 'my-app'].sort());
});

test.each<[string, (parent: string) => void]>([
  ['a file', (parent) => writeFileSync(parent, 'mine')],
  ['a link to nowhere', (parent) => symlinkSync('nowhere', parent)],
])('below %s no project can be made, however deep', (_, make) => {
  const parent = join(sandbox, 'parent');
  make(parent);
  const before = snapshot(sandbox);
  for (const path of ['my-app', 'a/b/my-app']) {
    const error = refusal(() => create(join(parent, path)));
    expect(error).toMatchObject({ exitCode: 3, where: parent });
  }
  expect(snapshot(sandbox)).toEqual(before);
});

test('a parent that is a link to a directory is followed', () => {
  mkdirSync(join(sandbox, 'real'));
  symlinkSync('real', join(sandbox, 'link'));
  create(join(sandbox, 'link/my-app'));
  expect(readdirSync(join(sandbox, 'real'))).toEqual(['my-app']);
});

test.each(['a "b" ü $x %d', '-rf', 'line\nbreak', 'é'.normalize('NFD')])(
  'a directory called %j is nothing special',
  (name) => {
    create(join(sandbox, name, name));
    expect(readdirSync(join(sandbox, name))).toEqual([name]);
    expect(readdirSync(join(sandbox, name, name)).sort()).toEqual(['README.md', 'app']);
  },
);

test('a name that is too long is refused with exit code 4, and nothing is left', () => {
  for (const name of ['x'.repeat(300), '😀'.repeat(100), `${'deep/'.repeat(900)}x`]) {
    expect(refusal(() => create(join(sandbox, name)))).toMatchObject({ exitCode: 4 });
  }
  expect(readdirSync(sandbox)).toEqual([]);
});

test('a failure shows no control character of a path', () => {
  const error = refusal(() => create(join(sandbox, `\u001b[31m${'x'.repeat(300)}`)));
  expect(`${error.message}${error.where}`).not.toContain('\u001b');
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
    const directory = join(sandbox, 'my-app');
    const hostile: Change[] = [{ kind: 'create', path, text: 'x', executable: false }];
    expect(() => publishDirectory(hostile, directory, nodeDisk), path).toThrow(UserError);
  }
  expect(readdirSync(sandbox)).toEqual([]);
});
