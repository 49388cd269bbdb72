import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NAME_RULE, nameProblem, nearestName } from '../../src/answers/projectName.ts';
import { name } from './hostileText.ts';

describe('a name', () => {
  it.each(['a', 'orders', 'orders-2', 'class', 'import', 'test', 'x'.repeat(63)])(
    '%s is one',
    (text) => {
      expect(nameProblem(text)).toBeUndefined();
    },
  );

  it.each(['', 'A', '1a', '-a', 'a-', 'a--b', 'a_b', 'a.b', 'é', 'a b', 'a\n', 'x'.repeat(64)])(
    '%j is none',
    (text) => {
      expect(nameProblem(text)).toBe(NAME_RULE);
    },
  );

  it.each(['con', 'nul', 'com1', 'lpt9'])('%s belongs to Windows', (text) => {
    expect(nameProblem(text)).toContain('Windows');
  });
});

describe('the nearest name', () => {
  it.each([
    ['My Shop', 'my-shop'],
    ['my_shop.v2', 'my-shop-v2'],
    ['Ünïcödé', 'unicode'],
    ['ﬁnance', 'finance'],
    ['2024-report', 'app-2024-report'],
    ['--x--', 'x'],
    ['con', 'con-app'],
    ['orders', 'orders'],
    [`${'x'.repeat(62)}-yz`, 'x'.repeat(62)],
  ])('of %j is %s', (text, expected) => {
    expect(nearestName(text)).toBe(expected);
  });

  it.each(['', '名前', '___', '\u{1f600}', '..'])('of %j does not exist', (text) => {
    expect(nearestName(text)).toBeUndefined();
  });

  it('is a name, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const near = nearestName(text);
        if (near !== undefined) expect(nameProblem(near)).toBeUndefined();
      }),
    );
  });

  it('of a name is the name itself', () => {
    fc.assert(
      fc.property(name, (text) => {
        expect(nearestName(text)).toBe(text);
      }),
    );
  });
});
