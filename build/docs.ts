/** `npm run docs`: renews what is derived in the README and in docs/. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allFactors } from '../src/check/factors/allFactors.ts';
import { pageOfFactor } from '../src/check/report/pageOf.ts';
import { checkFileMembers, checkFileSchemaText } from './checkFileReference.ts';
import { replacePassage } from './document.ts';
import { renewFactorPage } from './factorPages.ts';
import { renewReadme } from './readme.ts';

renew('README.md', renewReadme);
renew('docs/check.md', (page) => replacePassage(page, 'members', checkFileMembers()));
write('docs/check-file.schema.json', checkFileSchemaText());
for (const factor of allFactors)
  renew(pageOfFactor(factor), (page) => renewFactorPage(page, factor));

function renew(document: string, change: (text: string) => string): void {
  write(document, change(readFileSync(pathOf(document), 'utf8')));
}

function write(document: string, text: string): void {
  writeFileSync(pathOf(document), text);
}

function pathOf(document: string): string {
  return join(import.meta.dirname, '..', document);
}
