import { EXIT, UserError } from '../errors.ts';
import type { AbsolutePath, Disk, OpenDirectory } from '../host/disk.ts';
import { isAnotherAlive, isElsewhere, type Owner } from '../host/owner.ts';
import { codeOf, diskFault, explained } from './diskFault.ts';
import type { OpenTarget } from './inTarget.ts';
import { isTaken } from './isTaken.ts';
import { ownedName, ownerOf, sweepOwned, uniqueName } from './ownedName.ts';
import { quietly } from './quietly.ts';

/** The directory of the transaction that is at work. To hold it is to hold the lock of the target. */
const LOCK = '.ctf-txn';
/** One that is not at work yet, or no longer: nothing in it counts. */
const ASIDE = `${LOCK}-`;
/** The file in it that tells whose it is. */
const OWNER = 'owner-';

function refusal(directory: AbsolutePath, message: string, remedy: string): UserError {
  return new UserError({ message, where: directory, remedy, exitCode: EXIT.target });
}

/** Removes what killed runs have left aside; what cannot be removed is in nobody's way. */
export function sweepAside({ root, directory, disk }: OpenTarget): void {
  explained({ path: directory }, () => sweepOwned(root.at, ASIDE, disk));
}

/** Takes the lock of the target: the open transaction directory, or undefined when someone has it. */
export function takeLock(target: OpenTarget): OpenDirectory | undefined {
  const { root, directory, disk } = target;
  const lock = `${root.at}/${LOCK}`;
  const aside = `${root.at}/${uniqueName(ASIDE)}`;
  try {
    disk.makeDirectory(aside);
    disk.writeNew(`${aside}/${ownedName(OWNER)}`, '', false);
    disk.rename(aside, lock);
  } catch (error) {
    quietly(() => disk.removeTree(aside));
    if (isTaken(error, lock, disk)) return undefined;
    throw diskFault(error, { path: directory });
  }
  try {
    return disk.openDirectory(lock);
  } catch (error) {
    releaseLock(target);
    throw diskFault(error, { path: directory });
  }
}

/** Ends the transaction at work, in one step, and clears its directory away. */
export function releaseLock({ root, directory, disk }: OpenTarget): void {
  const aside = `${root.at}/${uniqueName(ASIDE)}`;
  explained({ path: directory }, () => disk.rename(`${root.at}/${LOCK}`, aside));
  quietly(() => disk.removeTree(aside));
}

/** Makes a dead owner's transaction ours; false when someone else was faster. */
function claim(transaction: OpenDirectory, owner: string, disk: Disk): boolean {
  const own = ownedName(OWNER);
  if (owner === own) return true;
  try {
    disk.rename(`${transaction.at}/${owner}`, `${transaction.at}/${own}`);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function openLock({ root, directory, disk }: OpenTarget): OpenDirectory | undefined {
  try {
    return disk.openDirectory(`${root.at}/${LOCK}`);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (!['ELOOP', 'ENOTDIR'].includes(codeOf(error) ?? '')) throw error;
    const message = `${directory}/${LOCK} is not the directory of an unfinished run.`;
    throw refusal(directory, message, 'Move it away and run this again.');
  }
}

/** The refusal of a target that another process works on, or may work on where we can't see it. */
function inUse(directory: AbsolutePath, owner: Owner): UserError {
  const place = isElsewhere(owner) ? ' in another container' : '';
  const message = `${directory} is in use by process ${owner.pid}${place}; nothing was changed.`;
  const remedy = isElsewhere(owner)
    ? `Wait until it has ended, or if it was killed move ${directory}/${LOCK} away (what it replaced is in there), and run this again.`
    : 'Wait until it has ended and run this again.';
  return refusal(directory, message, remedy);
}

/**
 * Takes over the transaction of a run that was killed: its open directory, or undefined when there is
 * none. UserError 3 while the run that owns it is at work.
 */
export function takeOverLock(target: OpenTarget): OpenDirectory | undefined {
  const { directory, disk } = target;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const transaction = openLock(target);
    if (transaction === undefined) return undefined;
    const names = disk.list(transaction.at);
    const name = names.find((each) => ownerOf(each, OWNER) !== undefined) ?? '';
    const owner = ownerOf(name, OWNER);
    if (owner !== undefined && isAnotherAlive(owner)) {
      transaction.close();
      throw inUse(directory, owner);
    }
    if (owner !== undefined && claim(transaction, name, disk)) return transaction;
    transaction.close();
    // Empty: left by nobody, and the lock can be taken over it.
    if (names.length === 0) return undefined;
  }
  const message = `${directory}/${LOCK} belongs to no run that is known.`;
  throw refusal(
    directory,
    message,
    'If no other run is at work here, remove it and run this again.',
  );
}
