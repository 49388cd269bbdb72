import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkFileMembers, checkFileSchemaText } from '../../build/checkFileReference.ts';
import { replacePassage } from '../../build/document.ts';

const read = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');

it('the document tells every member of the check file; renewed by "npm run docs"', () => {
  const page = read('check.md');
  expect(replacePassage(page, 'members', checkFileMembers())).toBe(page);
});

it('the schema that is published is the one that is read by; renewed by "npm run docs"', () => {
  expect(read('check-file.schema.json')).toBe(checkFileSchemaText());
});
