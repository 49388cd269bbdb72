import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearest } from '../src/nearest.ts';

const NAMES = ['postgres', 'mysql', 'redis', 's3'];

it.each([
  ['postgers', 'postgres'],
  ['POSTGRES', 'postgres'],
  ['postgresql', 'postgres'],
  ['rdis', 'redis'],
  ['S3', 's3'],
])('%s is meant to be %s', (text, name) => {
  expect(nearest(text, NAMES)).toBe(name);
});

it.each(['mongodb', '', 'x', 'kafka-streams'])('%j is like none', (text) => {
  expect(nearest(text, NAMES)).toBeUndefined();
});

it('finds nothing among no candidates', () => {
  expect(nearest('redis', [])).toBeUndefined();
});

it('finds a candidate for itself, and is quick for texts of any length', () => {
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), fc.string({ maxLength: 10_000 }), (name, tail) => {
      expect(nearest(name, NAMES)).toBe(name);
      expect([undefined, ...NAMES]).toContain(nearest(name + tail, NAMES));
    }),
  );
});
