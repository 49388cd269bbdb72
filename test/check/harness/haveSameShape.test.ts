import { expect, it } from 'vitest';
import { haveSameShape } from '../../../src/check/harness/haveSameShape.ts';

it.each([
  ['{"id":1,"at":"now"}', '{"at":"then","id":2}'],
  ['{"text":null}', '{"text":"x"}'],
  ['{"notes":[]}', '{"notes":[{"id":1}]}'],
  ['[{"id":1}]', '[{"id":2},{"id":3}]'],
])('%s and %s differ in values only', (one, other) => {
  expect(haveSameShape(one, other)).toBe(true);
});

it.each([
  ['{"id":1}', '{"id":"1"}'],
  ['{"id":1}', '{"id":1,"more":true}'],
  ['{"id":1}', '{"key":1}'],
  ['{"id":{"of":1}}', '{"id":{"at":1}}'],
  ['[{"id":1}]', '[{"key":1}]'],
  ['[]', '{}'],
  ['{"id":1}', 'no JSON'],
])('%s and %s do not', (one, other) => {
  expect(haveSameShape(one, other)).toBe(false);
});
