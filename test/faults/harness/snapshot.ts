import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What is at each path below a folder: kind, permissions, content. Links are not followed. */
export type Snapshot = ReadonlyMap<string, string>;

/** Takes a snapshot; paths are relative to the folder. `without` names what is left out. */
export function takeSnapshot(folder: string, without: readonly string[] = []): Snapshot {
  const found = new Map<string, string>();
  const visit = (path: string): void => {
    const name = relative(folder, path);
    if (without.includes(name)) return;
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return;
    const mode = (stats.mode & 0o7777).toString(8);
    if (stats.isSymbolicLink()) found.set(name, `link ${readlinkSync(path)}`);
    else if (stats.isFile()) found.set(name, `file ${mode} ${hash(path)}`);
    else if (!stats.isDirectory()) found.set(name, `special ${mode}`);
    else {
      found.set(name, `directory ${mode}`);
      for (const entry of readdirSync(path).sort()) visit(join(path, entry));
    }
  };
  visit(folder);
  return found;
}

function hash(path: string): string {
  return createHash('sha1').update(readFileSync(path)).digest('hex');
}
