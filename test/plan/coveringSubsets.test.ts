import { expect, it } from 'vitest';
import { realCatalog } from '../catalog/realCatalog.ts';
import { coveringSubsets } from './coveringSubsets.ts';

const subsets = coveringSubsets(realCatalog, 'flask');

const meet = (wanted: readonly string[], unwanted: readonly string[] = []) =>
  subsets.some(
    (services) =>
      wanted.every((name) => services.includes(name)) &&
      unwanted.every((name) => !services.includes(name)),
  );

it('every two services meet in every way that can be', () => {
  expect(meet(['postgres', 'redis'])).toBe(true);
  expect(meet(['mysql'], ['postgres'])).toBe(true);
  expect(meet([], ['redis', 's3'])).toBe(true);
  expect(meet(['postgres', 'mysql'])).toBe(false);
});

it('they are few', () => {
  expect(subsets.length).toBeLessThanOrEqual(9);
});
