/** `npm run docs`: renews what is derived in the README and in the pages of the factors. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allFactors } from '../src/check/factors/allFactors.ts';
import { pageOfFactor } from '../src/check/report/pageOf.ts';
import { renewFactorPage } from './factorPages.ts';
import { renewReadme } from './readme.ts';

renew('README.md', renewReadme);
for (const factor of allFactors)
  renew(pageOfFactor(factor), (page) => renewFactorPage(page, factor));

function renew(document: string, change: (text: string) => string): void {
  const path = join(import.meta.dirname, '..', document);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}
