import type { AbsolutePath, Disk } from '../host/disk.ts';
import type { Change } from '../reconcile/change.ts';
import { publishDirectory } from './publishDirectory.ts';

/** Where changes are to be done. */
export interface Target {
  readonly directory: AbsolutePath;
  /** Whether it was there when the changes were decided; if that is no longer so, they are refused. */
  readonly exists: boolean;
}

/**
 * Does all changes to a directory, or none. Synchronous.
 * @throws UserError exit 3 when something is not what the changes were made for, 4 when the file system refuses
 */
export type CommitChanges = (
  changes: readonly Change[],
  directory: AbsolutePath,
  disk: Disk,
) => void;

/** What commits to such a target; what a directory needs that is there already is loaded only for it. */
export async function loadCommitChanges({ exists }: Target): Promise<CommitChanges> {
  if (!exists) return publishDirectory;
  return (await import('./changeDirectory.ts')).changeDirectory;
}
