import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { faultsTable, lineStart } from '../../build/faultsReport.ts';
import { FAULTS } from '../faults/rows/faults.ts';

const lines = readFileSync(join(import.meta.dirname, '../../docs/faults.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-FH]\d/.test(line));

it('the table has a line for every fault of the suite, and no other', () => {
  const missing = FAULTS.filter(
    (fault) => !lines.some((line) => line.startsWith(lineStart(fault))),
  );
  const surplus = lines.filter(
    (line) => !FAULTS.some((fault) => line.startsWith(lineStart(fault))),
  );
  expect({ missing: missing.map(lineStart), surplus }, 'run "npm run faults"').toEqual({
    missing: [],
    surplus: [],
  });
});

it('the table shows no fault that broke the program', () => {
  expect(lines.filter((line) => line.endsWith('| broken |'))).toEqual([]);
});

it('a fault is told once', () => {
  expect(new Set(FAULTS.map(lineStart)).size).toBe(FAULTS.length);
});

it('what would end a cell of the table is escaped', () => {
  const tried = { row: 'A1', fault: 'a | b', sees: '<c>', exit: 2, verdict: 'holds' };
  expect(faultsTable([tried])).toMatch(/\n\| A1 \| a \\\| b \| \\<c\\> \| 2 \| holds \|$/);
});
