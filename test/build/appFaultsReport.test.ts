import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { appFaultsTable, appLineStart } from '../../build/appFaultsReport.ts';
import { APP_FAULTS } from '../apps/appFaults.ts';

const ROOT = join(import.meta.dirname, '../..');
const document = readFileSync(join(ROOT, 'docs/faults.md'), 'utf8');
const lines = document.split('\n').filter((line) => /^\| G\d/.test(line));

it('the table has a line for every fault, in order, and no other', () => {
  const starts = APP_FAULTS.map(appLineStart);
  expect(lines.length, 'run "npm run faults:apps"').toBe(starts.length);
  for (const [index, start] of starts.entries())
    expect(lines[index]?.startsWith(start), start).toBe(true);
});

it('the table shows no fault that broke an app or was not tried', () => {
  expect(lines.filter((line) => !line.endsWith('| holds |'))).toEqual([]);
});

it('every fault names a test that there is', () => {
  const folders = ['test/apps', 'test/containers'].map((folder) => join(ROOT, folder));
  const sources = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && path !== 'appFaults.ts')
      .map((path) => readFileSync(join(folder, path), 'utf8')),
  );
  const missing = APP_FAULTS.filter(({ test }) => !sources.some((text) => text.includes(test)));
  expect(missing).toEqual([]);
});

it('a run renews what it tried and leaves the rest', () => {
  const [first, second] = APP_FAULTS;
  if (!first || !second) throw new Error('there are no faults');
  const before = `${appLineStart(first)} holds |\n${appLineStart(second)} holds |`;
  const table = appFaultsTable(before, (fault) => (fault === second ? 'broken' : undefined));
  expect(table).toContain(`${appLineStart(first)} holds |`);
  expect(table).toContain(`${appLineStart(second)} broken |`);
});
