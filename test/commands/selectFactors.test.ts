import { describe, expect, it } from 'vitest';
import { allFactors } from '../../src/check/factors/allFactors.ts';
import { selectFactors } from '../../src/commands/selectFactors.ts';
import { failureOf } from '../answers/failureOf.ts';

const numbers = (only: readonly string[], skip: readonly string[] = []): readonly number[] =>
  selectFactors(only, skip).map(({ number }) => number);

describe('the factors of a check', () => {
  it('are all twelve when nothing is said', () => {
    expect(selectFactors([], [])).toEqual(allFactors);
  });

  it.each([
    [['9'], [9]],
    [['IX'], [9]],
    [['ix'], [9]],
    [['disposability'], [9]],
    [['Disposability'], [9]],
    [
      ['3,logs', ' I '],
      [1, 3, 11],
    ],
    [['9', 'IX', 'disposability'], [9]],
  ])('%j are %j', (only, expected) => {
    expect(numbers(only)).toEqual(expected);
  });

  it('are those that are not skipped', () => {
    expect(numbers([], ['1', 'XII'])).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(numbers(['1,2,3'], ['2'])).toEqual([1, 3]);
  });

  it.each([
    ['disposible', /Did you mean disposability\?/],
    ['13', /They are 1 to 12/],
    ['0', /They are 1 to 12/],
    ['XIII', /They are 1 to 12, I to XII, or codebase, /],
  ])('%s is none of them', async (word, remedy) => {
    const failure = await failureOf(() => selectFactors([], [word]));
    expect(failure).toMatchObject({ exitCode: 2, where: '--skip' });
    expect(failure.remedy).toMatch(remedy);
  });

  it('can not be none', async () => {
    expect(await failureOf(() => selectFactors(['logs'], ['11']))).toMatchObject({
      exitCode: 2,
      where: '--only, --skip',
    });
  });
});
