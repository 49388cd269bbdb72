import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCatalog } from '../../src/catalog/readCatalog.ts';

const catalog = readCatalog(join(import.meta.dirname, '../../templates'));

/** The languages whose graph is one of PyPI, known by the notation of its ranges. */
const graph = catalog.lockGraphOf('languages/python');
const asked = catalog.parts.flatMap(({ id, contributes }) =>
  (contributes.packages ?? [])
    .filter(({ name }) => name in graph)
    .map(({ name, range }) => ({ id, name, range, version: graph[name]?.version ?? '' })),
);

/** Whether a release satisfies a specifier like `>=3.1,<4` or `~=26.2.0` (PEP 440, releases only). */
function satisfies(version: string, specifiers: string): boolean {
  return specifiers.split(',').every((specifier) => {
    const [, operator = '', bound = ''] = /^(>=|<|==|~=)([\d.]+)$/.exec(specifier.trim()) ?? [];
    const order = compare(version, bound);
    if (operator === '>=') return order >= 0;
    if (operator === '<') return order < 0;
    if (operator === '==') return order === 0;
    const line = bound.split('.').slice(0, -1).join('.');
    return operator === '~=' && order >= 0 && `${version}.`.startsWith(`${line}.`);
  });
}

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number));
  const length = Math.max(left?.length ?? 0, right?.length ?? 0);
  for (let index = 0; index < length; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

describe('the lock graph is of the ranges that the parts ask for; renewed by "npm run lock:python"', () => {
  it.each(asked)('$name $version satisfies $range of $id', ({ version, range }) => {
    expect(satisfies(version, range)).toBe(true);
  });

  it.each([
    ['3.1.3', '>=3.1', true],
    ['3.0.9', '>=3.1', false],
    ['26.2.4', '~=26.2.0', true],
    ['26.3.0', '~=26.2.0', false],
    ['26.20.0', '~=26.2.0', false],
    ['4.0', '>=3.1,<4', false],
    ['3.10.0', '>=3.9', true],
  ])('%s within %s: %s', (version, range, expected) => {
    expect(satisfies(version, range)).toBe(expected);
  });
});
