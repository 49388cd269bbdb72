import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { baseImages } from '../../src/check/harness/baseImages.ts';
import { readManifests } from '../../src/check/manifests/readManifests.ts';
import { isEnvironmentFile } from '../../src/check/secrets/environmentFiles.ts';
import { scanFiles } from '../../src/check/secrets/scanFiles.ts';

const GOLDEN = resolve(import.meta.dirname, '../golden');
const stacks = readdirSync(GOLDEN).filter((name) => name.startsWith('flask'));

describe.each(stacks)('the files of %s', (name) => {
  const folder = join(GOLDEN, name);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });

  it('lock every dependency', () => {
    expect(readManifests(folder)).toEqual([
      { manifest: 'pyproject.toml', lock: 'requirements.txt', faults: [] },
    ]);
  });

  it('build upon versions', () => {
    const images = baseImages(readFileSync(join(folder, 'Dockerfile'), 'utf8'));
    expect(images.filter(({ moves }) => moves !== undefined)).toEqual([]);
  });

  it('hold no secret, and no environment of a deploy', async () => {
    expect(await scanFiles(folder, files, 10_000)).toEqual({ found: [], complete: true });
    expect(files.filter(isEnvironmentFile)).toEqual([]);
  });
});
