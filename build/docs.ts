/** `npm run docs`: renews what is derived in the README. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renewReadme } from './readme.ts';

const path = join(import.meta.dirname, '../README.md');
writeFileSync(path, renewReadme(readFileSync(path, 'utf8')));
