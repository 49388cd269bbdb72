import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readCatalog } from '../../src/catalog/readCatalog.ts';
import { directoryProblem } from '../../src/commands/directoryProblem.ts';
import { nodeDisk } from '../../src/host/disk.ts';

const catalog = readCatalog(join(import.meta.dirname, '../../templates'));

let cwd: string;
beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'directory-problem-')));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function problemOf(asked: string): string | undefined {
  const host = { cwd: () => cwd, home: join(cwd, 'home'), program: join(cwd, 'program') };
  return directoryProblem(asked, { ...host, disk: nodeDisk }, catalog);
}

it.each(['orders', '.', 'deep/er/orders'])('has nothing against %j while it is free', (asked) => {
  expect(problemOf(asked)).toBeUndefined();
});

it('has nothing against what a project brings itself, or does not mind', () => {
  mkdirSync(join(cwd, 'orders/.git'), { recursive: true });
  writeFileSync(join(cwd, 'orders/Procfile'), '');
  expect(problemOf('orders')).toBeUndefined();
});

it('names what is in the way', () => {
  mkdirSync(join(cwd, 'orders'));
  writeFileSync(join(cwd, 'orders/notes.txt'), '');
  expect(problemOf('orders')).toBe('The directory is not empty: notes.txt');
});

it('knows a project that is there already', () => {
  mkdirSync(join(cwd, 'orders'));
  writeFileSync(join(cwd, 'orders/.twelve-factor.json'), '{}');
  expect(problemOf('orders')).toMatch(/twelve-factor project in this directory already/);
});

it.each([
  ['a file', /file of this name/],
  ['program/orders', /own package/],
  ['¿?', /No name can be derived/],
])('refuses %j as a run would', (asked, reason) => {
  writeFileSync(join(cwd, 'a file'), '');
  expect(problemOf(asked)).toMatch(reason);
});
