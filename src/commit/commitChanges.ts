import type { AbsolutePath, Disk } from '../host/disk.ts';
import type { Change } from '../reconcile/change.ts';
import { changeDirectory } from './changeDirectory.ts';
import { checkPath } from './checkPath.ts';
import { explained } from './diskFault.ts';
import { publishDirectory, type Write } from './publishDirectory.ts';

const WRITING = new Set<Change['kind']>(['create', 'replace', 'merge', 'conflict']);

function isWrite(change: Change): change is Write {
  return WRITING.has(change.kind) && change.text !== undefined;
}

/**
 * Does everything that `changes` say below `directory`, or nothing. UserError with exit code 3 when
 * the target is refused, 4 when the file system does; then the directory is as it was before.
 */
export function commitChanges(
  changes: readonly Change[],
  directory: AbsolutePath,
  disk: Disk,
): void {
  for (const { path } of changes) checkPath(path);
  const entry = explained({ path: directory }, () => disk.look(directory));
  if (entry === undefined) publishDirectory(changes.filter(isWrite), directory, disk);
  else changeDirectory(changes, directory, disk);
}
