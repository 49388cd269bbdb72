import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toCheckReference, toReference } from '../src/answers/toReference.ts';
import type { Catalog } from '../src/catalog/catalog.ts';
import { partsOfKind } from '../src/catalog/findParts.ts';
import { readCatalog } from '../src/catalog/readCatalog.ts';
import { checkTranscript } from './checkTranscript.ts';
import { replacePassage } from './document.ts';

const ROOT = join(import.meta.dirname, '..');
const PROGRAM = join(ROOT, 'bin/create-twelve-factor.cjs');
const COMMAND = ['orders', '--stack', 'flask', '--yes'];

/** The README with what is derived in it made anew: a run of the built program, and the options. */
export function renewReadme(readme: string): string {
  const catalog = readCatalog(join(ROOT, 'templates'));
  const passages = [
    ['transcript', transcript()],
    ['choices', choices(catalog)],
    ['options', toReference(catalog)],
    ['check-options', toCheckReference()],
    ['check-transcript', checkTranscript(PROGRAM)],
  ] as const;
  return passages.reduce((text, [id, passage]) => replacePassage(text, id, passage), readme);
}

/** The stacks and services that there are. */
function choices(catalog: Catalog): string {
  const rows = (['stack', 'service'] as const).flatMap((kind) =>
    partsOfKind(catalog, kind).map(
      ({ name, summary, provides = {} }) =>
        `| ${kind} | \`${name}\` | ${summary} | ${Object.keys(provides).join(', ')} |`,
    ),
  );
  return ['| | Name | What it is | Serves |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** What the built program prints, in a folder that stands for the reader's. */
function transcript(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'readme-')));
  try {
    const output = execFileSync(process.execPath, [PROGRAM, ...COMMAND], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, ...AUTHOR },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const shown = output
      .trim()
      .replaceAll(folder, '/home/you')
      .replaceAll(/\b[0-9a-f]{7,40}\b/g, '1a2b3c4');
    return ['```console', `$ npx create-twelve-factor ${COMMAND.join(' ')}`, shown, '```'].join(
      '\n',
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const AUTHOR = {
  GIT_AUTHOR_NAME: 'You',
  GIT_AUTHOR_EMAIL: 'you@example.com',
  GIT_COMMITTER_NAME: 'You',
  GIT_COMMITTER_EMAIL: 'you@example.com',
};
