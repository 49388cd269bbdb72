import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findSecrets } from './findSecrets.ts';
import { isScanned } from './isScanned.ts';

/** Where secrets were found, e.g. `config.py:12: a GitHub token`, and whether everything was read. */
export interface Scan {
  readonly found: readonly string[];
  readonly complete: boolean;
}

/** Larger files are data. */
const MOST_BYTES = 1024 * 1024;

/** Searches the files `paths` below `directory`, for at most `limitMs`. What can't be read is passed over. */
export async function scanFiles(
  directory: string,
  paths: readonly string[],
  limitMs: number,
): Promise<Scan> {
  const end = performance.now() + limitMs;
  const found: string[] = [];
  for (const path of paths.filter(isScanned)) {
    if (performance.now() > end) return { found, complete: false };
    const text = await readText(join(directory, path));
    for (const { kind, index } of findSecrets(text, path)) {
      found.push(`${path}:${text.slice(0, index).split('\n').length}: ${kind}`);
    }
  }
  return { found, complete: true };
}

/** The bytes of a file as characters; empty for a binary, a large or an unreadable one. */
async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    const text = size > MOST_BYTES ? '' : await readFile(path, 'latin1');
    return text.includes('\0') ? '' : text;
  } catch {
    return '';
  }
}
