import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { renewReadme } from '../build/readme.ts';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const hasGit = spawnSync('git', ['--version']).status === 0;

it.skipIf(!hasGit && !process.env.CI)(
  `the README shows what the program prints, and its options; renewed by "npm run docs"${hasGit ? '' : ' (no git)'}`,
  () => {
    expect(renewReadme(readme)).toBe(readme);
  },
);
