import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { proseOf, renewFactorPage } from '../../build/factorPages.ts';
import { allFactors } from '../../src/check/factors/allFactors.ts';
import { pageOf, pageOfFactor } from '../../src/check/report/pageOf.ts';

/** Less says neither what check does nor why. */
const SHORTEST_PROSE = 80;

describe.each(allFactors.map((factor) => [factor.slug, factor] as const))(
  'the page of %s',
  (_, factor) => {
    const page = readFileSync(join(import.meta.dirname, '../..', pageOfFactor(factor)), 'utf8');

    it('states what the factor states; renewed by "npm run docs"', () => {
      expect(renewFactorPage(page, factor)).toBe(page);
    });

    it('says of every requirement what check does, and why', () => {
      const prose = proseOf(page);
      const missing = factor.requirements.filter(
        ({ id }) => (prose.get(id) ?? '').length < SHORTEST_PROSE,
      );
      expect(missing.map(({ id }) => id)).toEqual([]);
    });

    it('is where a finding points to', () => {
      for (const requirement of factor.requirements) {
        const [, anchor] = pageOf(factor, requirement).split('#');
        expect(page).toContain(`<a id="${anchor}"></a>`);
      }
    });
  },
);
