import { allFactors } from '../check/factors/allFactors.ts';
import type { Factor } from '../check/requirement.ts';
import { roman } from '../check/roman.ts';
import { EXIT, UserError } from '../errors.ts';
import { nearest } from '../nearest.ts';

/**
 * The factors that `--only` and `--skip` leave, in their order.
 * @param only, skip what was given: numbers, roman numbers or slugs, several in one separated by commas
 * @throws UserError exit 2 for what is no factor, and when none is left
 */
export function selectFactors(only: readonly string[], skip: readonly string[]): readonly Factor[] {
  const wanted = factorsOf(only, '--only');
  const unwanted = factorsOf(skip, '--skip');
  const left = allFactors.filter(
    (factor) => (only.length === 0 || wanted.has(factor)) && !unwanted.has(factor),
  );
  if (left.length > 0) return left;
  throw new UserError({
    message: 'No factor is left to be checked',
    where:
      only.length > 0 && skip.length > 0 ? '--only, --skip' : skip.length > 0 ? '--skip' : '--only',
    remedy: 'Name at least one, or leave the flags out.',
    exitCode: EXIT.usage,
  });
}

function factorsOf(given: readonly string[], flag: string): ReadonlySet<Factor> {
  const words = given.flatMap((value) => value.split(',')).filter((word) => word.trim() !== '');
  return new Set(words.map((word) => factorOf(word.trim(), flag)));
}

function factorOf(word: string, flag: string): Factor {
  const found = allFactors.find((factor) => namesOf(factor).includes(word.toLowerCase()));
  if (found) return found;
  const slugs = allFactors.map(({ slug }) => slug);
  const near = nearest(word, slugs);
  throw new UserError({
    message: `"${word.slice(0, 80)}" is none of the twelve factors`,
    where: flag,
    remedy: `${near ? `Did you mean ${near}? ` : ''}They are 1 to 12, I to XII, or ${slugs.join(', ')}.`,
    exitCode: EXIT.usage,
  });
}

function namesOf(factor: Factor): readonly string[] {
  return [factor.slug, String(factor.number), roman(factor).toLowerCase()];
}
