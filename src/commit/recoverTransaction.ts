import type { AbsolutePath, Disk } from '../host/disk.ts';
import { explained } from './diskFault.ts';
import { inTarget, type OpenTarget } from './inTarget.ts';
import { releaseLock, sweepAside, takeOverLock } from './lock.ts';
import { rollBack, type Undone } from './rollBack.ts';

/**
 * Undoes what a killed run has left unfinished in `directory`, so that it is as it was before that
 * run; undefined when there is nothing unfinished. To be called before the directory is read.
 * UserError 3 while another run is at work there, or when a file was changed by someone else since.
 */
export function recoverTransaction(directory: AbsolutePath, disk: Disk): Undone | undefined {
  const entry = explained({ path: directory }, () => disk.look(directory));
  return entry?.kind === 'directory' ? inTarget(directory, disk, recoverTarget) : undefined;
}

/** The same, for a target that is open already. */
export function recoverTarget(target: OpenTarget): Undone | undefined {
  sweepAside(target);
  const transaction = explained({ path: target.directory }, () => takeOverLock(target));
  if (transaction === undefined) return undefined;
  try {
    const undone = rollBack(target, transaction);
    releaseLock(target);
    return undone;
  } finally {
    transaction.close();
  }
}
