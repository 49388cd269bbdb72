import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { proofTable, rowStart } from '../../build/proofReport.ts';
import { allFactors } from '../../src/check/factors/allFactors.ts';
import { allMutants } from '../proof/mutants/allMutants.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/check-proof.md'), 'utf8');

describe('the table of broken apps', () => {
  it('has a row for every mutant, and no other; renewed by "npm run proof"', () => {
    const rows = page.split('\n').filter((line) => /^\| .* \| (node|python) \| /.test(line));
    const starts = allMutants.map(({ name, app, breaks }) =>
      rowStart({ mutant: name, app, breaks }),
    );
    expect(rows.map((row) => starts.find((start) => row.startsWith(start)) ?? row)).toEqual(starts);
  });

  it('says of none that it was missed', () => {
    expect(page).not.toContain('MISSED');
  });

  it('shows a row for each kill, with what was observed', () => {
    const kill = { mutant: 'ends', app: 'node', breaks: 'a.b', observed: 'x|y 4711', caught: true };
    expect(proofTable([kill])).toContain('| ends | node | `a.b` | x\\|y N | caught |');
  });

  it('leaves out no requirement but what an image is needed for', () => {
    const broken = new Set(allMutants.map(({ breaks }) => breaks));
    const left = allFactors
      .flatMap(({ requirements }) => requirements)
      .filter(({ id, level }) => level !== 'image' && !broken.has(id));
    expect(left.map(({ id }) => id)).toEqual([]);
  });
});
