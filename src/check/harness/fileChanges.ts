import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Path below the root -> a text that changes when the file does. */
export type FileSnapshot = ReadonlyMap<string, string>;

/** What a snapshot has for a folder. */
const FOLDER = 'folder';

export interface FileChange {
  readonly kind: 'added' | 'changed' | 'removed';
  readonly path: string;
}

/** Every file, folder and link below `root`; folders are not followed through links. */
export function snapshotFiles(root: string): FileSnapshot {
  const found = new Map<string, string>();
  walk(root, root, found);
  return found;
}

/** Whether a path is that of a folder in which nothing lies. */
export function isEmptyFolder(files: FileSnapshot, path: string): boolean {
  return files.get(path) === FOLDER && ![...files.keys()].some((one) => dirname(one) === path);
}

/** What differs, in order of path. Folders count when they come or go, files also when written to. */
export function fileChanges(before: FileSnapshot, after: FileSnapshot): FileChange[] {
  const changes: FileChange[] = [];
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const was = before.get(path);
    const is = after.get(path);
    if (was === is) continue;
    changes.push({
      kind: was === undefined ? 'added' : is === undefined ? 'removed' : 'changed',
      path,
    });
  }
  return changes.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function walk(root: string, folder: string, found: Map<string, string>): void {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    found.set(relative(root, path), fingerprint(path, entry));
    if (entry.isDirectory()) walk(root, path, found);
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function fingerprint(path: string, entry: Dirent): string {
  if (entry.isDirectory()) return FOLDER;
  const facts = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return facts === undefined ? 'gone' : `${facts.ino} ${facts.size} ${facts.mtimeNs} ${facts.mode}`;
}
