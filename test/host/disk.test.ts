import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeDisk } from '../../src/host/disk.ts';

let sandbox: string;
const at = (path: string): string => join(sandbox, path);
beforeEach(() => {
  sandbox = mkdtempSync(join(tmpdir(), 'disk-'));
  writeFileSync(at('file'), 'text');
  mkdirSync(at('folder'));
  symlinkSync('file', at('link'));
  symlinkSync('folder', at('folder-link'));
  symlinkSync('nowhere', at('dangling'));
  execFileSync('mkfifo', [at('pipe')]);
});
afterEach(() => rmSync(sandbox, { recursive: true }));

const withCode = (code: string) => expect.objectContaining({ code });

test.each([
  ['file', 'file'],
  ['folder', 'directory'],
  ['link', 'link'],
  ['dangling', 'link'],
  ['pipe', 'other'],
  ['nothing', undefined],
  ['file/below', undefined],
])('look at %s sees %s', (path, kind) => {
  expect(nodeDisk.look(at(path))?.kind).toBe(kind);
});

test('look tells one file under two names from two files', () => {
  nodeDisk.link(at('file'), at('second'));
  const [one, second, other] = ['file', 'second', 'folder'].map((name) => nodeDisk.look(at(name)));
  expect(one?.identity).toBe(second?.identity);
  expect(one?.identity).not.toBe(other?.identity);
  expect(one?.size).toBe(4);
});

test.each([
  ['link', 'ELOOP'],
  ['dangling', 'ELOOP'],
  ['pipe', 'EINVAL'],
  ['folder', 'EINVAL'],
])('read of a %s fails at once', (path, code) => {
  expect(() => nodeDisk.read(at(path))).toThrow(withCode(code));
});

test.each(['file', 'folder', 'link', 'dangling'])('writeNew leaves a %s as it is', (path) => {
  expect(() => nodeDisk.writeNew(at(path), 'new', false)).toThrow(withCode('EEXIST'));
  expect(readFileSync(at('file'), 'utf8')).toBe('text');
  expect(readdirSync(sandbox)).not.toContain('nowhere');
});

test.each(['file', 'folder-link', 'dangling', 'pipe'])('a %s is no directory to open', (path) => {
  expect(() => nodeDisk.openDirectory(at(path))).toThrow(/ENOTDIR|ELOOP/);
});

test('an open directory stays the same one when its name is given to another', () => {
  const folder = nodeDisk.openDirectory(at('folder'));
  renameSync(at('folder'), at('moved'));
  mkdirSync(at('folder'));
  nodeDisk.writeNew(`${folder.at}/new`, '', false);
  folder.close();
  expect(readdirSync(at('moved'))).toEqual(['new']);
  expect(readdirSync(at('folder'))).toEqual([]);
});

test.each(['link', 'folder-link', 'dangling'])(
  'removeTree of a %s removes only the link',
  (path) => {
    nodeDisk.removeTree(at(path));
    expect(readdirSync(sandbox)).not.toContain(path);
    expect(readdirSync(sandbox)).toContain('folder');
    expect(readFileSync(at('file'), 'utf8')).toBe('text');
  },
);

test('copy keeps the mode and never writes over a file', () => {
  nodeDisk.setMode(at('file'), 0o751);
  nodeDisk.copy(at('file'), at('copy'));
  expect(nodeDisk.look(at('copy'))).toMatchObject({ kind: 'file', mode: 0o751, size: 4 });
  expect(() => nodeDisk.copy(at('file'), at('copy'))).toThrow();
});
