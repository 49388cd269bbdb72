import { UserError } from '../errors.ts';
import type { AbsolutePath, Disk, OpenDirectory } from '../host/disk.ts';
import type { Change } from '../reconcile/change.ts';
import { checkPath } from './checkPath.ts';
import { codeOf, explained } from './diskFault.ts';
import { removeIfEmpty, within } from './folder.ts';
import { inTarget, type OpenTarget } from './inTarget.ts';
import type { Journal, JournalStep } from './journal.ts';
import { releaseLock, takeLock } from './lock.ts';
import { moveNew, moveOver } from './moveInto.ts';
import { bytesId, STATE_PATH } from './projectState.ts';
import { recoverTarget } from './recoverTransaction.ts';
import { rollBack } from './rollBack.ts';
import { alreadyThere, movedOn, stage } from './stage.ts';

function createFile(step: JournalStep, staged: string, place: string, disk: Disk): void {
  try {
    moveNew(staged, place, disk);
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? alreadyThere(step.path) : error;
  }
}

/** Replaces or deletes a file. One that is not what was backed up is left alone: UserError 3. */
function changeFile(step: JournalStep, staged: string, place: string, disk: Disk): void {
  const isSame = disk.look(place)?.kind === 'file' && bytesId(disk.read(place)) === step.was;
  if (!isSame) throw movedOn(step.path);
  if (step.kind === 'delete') disk.unlink(place);
  else moveOver(staged, place, disk);
}

function apply(
  { root, disk }: OpenTarget,
  transaction: OpenDirectory,
  steps: readonly JournalStep[],
): void {
  for (const [number, step] of steps.entries()) {
    const staged = `${transaction.at}/new-${number}`;
    const take = (place: string): true => {
      if (step.kind === 'create') createFile(step, staged, place, disk);
      else changeFile(step, staged, place, disk);
      return true;
    };
    const make = step.kind === 'create';
    const taken = explained({ path: step.path }, () =>
      within(root, step.path, disk, take, { make }),
    );
    if (taken === undefined) throw movedOn(step.path);
  }
}

/** Undoes what this run has done so far; if that fails too, the next run does it. */
function undo(target: OpenTarget, transaction: OpenDirectory, reason: unknown): unknown {
  try {
    rollBack(target, transaction);
    releaseLock(target);
    return reason;
  } catch {
    if (!(reason instanceof UserError)) return reason;
    const { message, where, remedy, exitCode, cause } = reason;
    return new UserError({
      message: `${message} What was done before could not be undone yet; the next run here does that first.`,
      exitCode,
      cause,
      ...(where === undefined ? {} : { where }),
      ...(remedy === undefined ? {} : { remedy }),
    });
  }
}

/** Removes the folders that deletions have emptied. */
function removeEmptied(target: OpenTarget, { emptied }: Journal): void {
  for (const { path } of [...emptied].reverse()) removeIfEmpty(target, path);
}

/** The lock of the target, after whatever a killed run has left there was undone. */
function lockAfterRecovery(target: OpenTarget): OpenDirectory {
  for (;;) {
    recoverTarget(target);
    const transaction = takeLock(target);
    if (transaction !== undefined) return transaction;
  }
}

function transact(target: OpenTarget, changes: readonly Change[]): void {
  const transaction = lockAfterRecovery(target);
  try {
    const journal = stage(target, transaction, changes);
    apply(target, transaction, journal.steps);
    removeEmptied(target, journal);
    // The commit point: whoever finds the transaction after this only clears it away.
    releaseLock(target);
  } catch (error) {
    throw undo(target, transaction, error);
  } finally {
    transaction.close();
  }
}

/** True for a change that does something; a conflict without a text leaves the file as it is. */
function hasEffect({ kind, text }: Change): boolean {
  return kind === 'delete' || (text !== undefined && kind !== 'keep' && kind !== 'stays-deleted');
}

/** The state goes last: it says that all the rest is there. */
function stateLast(changes: readonly Change[]): Change[] {
  const isState = ({ path }: Change): boolean => path === STATE_PATH;
  return [...changes.filter((change) => !isState(change)), ...changes.filter(isState)];
}

/**
 * Changes a directory that exists, as a transaction: prepared aside, journalled, applied file by file
 * and ended by one rename. Killed at any moment, the next run undoes it. UserError 3 when another run
 * is at work there or something is not what the changes were made for, 4 when the file system refuses;
 * then all is as before.
 */
export function changeDirectory(
  changes: readonly Change[],
  directory: AbsolutePath,
  disk: Disk,
): void {
  for (const { path } of changes) checkPath(path);
  const effective = stateLast(changes.filter(hasEffect));
  if (effective.length === 0) return;
  inTarget(directory, disk, (target) => transact(target, effective));
}
