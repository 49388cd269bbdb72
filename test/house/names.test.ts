import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { realCatalog } from '../catalog/realCatalog.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What languages, stacks, services and targets are called. Capabilities are words of the contract. */
const names = realCatalog.parts
  .filter(({ kind }) => ['language', 'stack', 'service', 'target'].includes(kind))
  .flatMap(({ name, label }) => [name, label]);
const anyName = new RegExp(
  `(?<![\\w-])(${[...new Set(names)].map((name) => name.replace(/\W/g, '\\$&')).join('|')})(?![\\w-])`,
  'i',
);

/** Judges projects of any maker, so it knows the conventions of languages and services, and no part. */
const CHECK = join(ROOT, 'src/check');

/** The lines below a folder that name a part. */
function namings(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(CHECK))
    .flatMap(({ parentPath, name }) => {
      const lines = readFileSync(join(parentPath, name), 'utf8').split('\n');
      return lines.flatMap((line, index) =>
        anyName.test(line) ? [`${join(parentPath, name)}:${index + 1}: ${line.trim()}`] : [],
      );
    });
}

describe('a part is data:', () => {
  it('there are names to look for', () => {
    expect('a flask of tea').toMatch(anyName);
    expect('flasks').not.toMatch(anyName);
  });

  it.each(['src', 'templates/base'])('%s names no language, stack, service or target', (folder) => {
    expect(namings(folder)).toEqual([]);
  });
});
