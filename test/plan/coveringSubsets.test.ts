import { expect, it } from 'vitest';
import { realCatalog } from '../catalog/realCatalog.ts';
import { coveringSubsets, meetings } from './coveringSubsets.ts';

const subsets = coveringSubsets(realCatalog, 'flask');

it('every two services meet in every way that can be', () => {
  const names = [...new Set(subsets.flat())];
  const met = new Set(subsets.flatMap((services) => meetings(names, services)));
  expect(met).toContain('+postgres +redis');
  expect(met).toContain('-postgres +mysql');
  expect(met).toContain('-redis -s3');
  expect(met).not.toContain('+postgres +mysql');
});

it('they are few', () => {
  expect(subsets.length).toBeLessThanOrEqual(9);
});
