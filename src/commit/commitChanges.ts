import type { AbsolutePath, Disk } from '../host/disk.ts';
import type { Change } from '../reconcile/change.ts';
import { changeDirectory } from './changeDirectory.ts';
import { checkPath } from './checkPath.ts';
import { publishDirectory, type Write } from './publishDirectory.ts';

const WRITING = new Set<Change['kind']>(['create', 'replace', 'merge', 'conflict']);

function isWrite(change: Change): change is Write {
  return WRITING.has(change.kind) && change.text !== undefined;
}

/** Where changes are to be done. */
export interface Target {
  readonly directory: AbsolutePath;
  /** Whether it was there when the changes were decided; if that is no longer so, they are refused. */
  readonly exists: boolean;
}

/**
 * Does everything that `changes` say below a directory, or nothing. UserError with exit code 3 when
 * the target is refused, 4 when the file system does; then the directory is as it was before.
 */
export function commitChanges(
  changes: readonly Change[],
  { directory, exists }: Target,
  disk: Disk,
): void {
  for (const { path } of changes) checkPath(path);
  if (exists) changeDirectory(changes, directory, disk);
  else publishDirectory(changes.filter(isWrite), directory, disk);
}
