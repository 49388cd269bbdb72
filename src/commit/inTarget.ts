import { EXIT, UserError } from '../errors.ts';
import type { AbsolutePath, Disk, OpenDirectory } from '../host/disk.ts';
import { explained } from './diskFault.ts';
import { openFolder } from './openFolder.ts';

/** A directory that is being read or changed. */
export interface OpenTarget {
  /** Its name for the user. */
  readonly directory: AbsolutePath;
  readonly root: OpenDirectory;
  readonly disk: Disk;
}

/**
 * Calls `act` with a directory that stays the same one until `act` has ended, whatever happens to its
 * name. UserError 3 when it is gone, a symbolic link or no directory.
 */
export function inTarget<T>(
  directory: AbsolutePath,
  disk: Disk,
  act: (target: OpenTarget) => T,
): T {
  const root = explained({ path: directory }, () => openFolder(directory, directory, disk));
  if (root === undefined) throw gone(directory);
  try {
    return act({ directory, root, disk });
  } finally {
    root.close();
  }
}

function gone(directory: AbsolutePath): UserError {
  return new UserError({
    message: `${directory} was removed or renamed while this run was at work.`,
    where: directory,
    remedy: 'See where it is now, and run this again.',
    exitCode: EXIT.target,
  });
}
