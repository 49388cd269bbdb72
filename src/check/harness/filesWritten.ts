import { closeSync, fstatSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

/** A file that was made or written to. */
export interface WrittenFile {
  /** Absolute. */
  readonly path: string;
  /** Its last bytes, one character each. */
  readonly tail: string;
}

const TAIL_BYTES = 64 * 1024;
/** A file system tells times in ticks of the kernel, which may lie before the clock's by this, in ms. */
const TICK_MS = 20;

/**
 * The regular files below `folder` that were written since `sinceMs` (of Date.now), those of at most
 * `depth` folders further down included. What can't be read is passed over.
 */
export function filesWritten(folder: string, sinceMs: number, depth = Infinity): WrittenFile[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return depth > 0 ? filesWritten(path, sinceMs, depth - 1) : [];
    if (!entry.isFile() || !isSince(path, sinceMs - TICK_MS)) return [];
    return [{ path, tail: tailOf(path) }];
  });
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isSince(path: string, sinceMs: number): boolean {
  const facts = lstatSync(path, { throwIfNoEntry: false });
  return facts !== undefined && facts.mtimeMs >= sinceMs;
}

function tailOf(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
      readSync(file, bytes, 0, bytes.length, size - bytes.length);
      return bytes.toString('latin1');
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}
