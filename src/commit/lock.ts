import { EXIT, UserError } from '../errors.ts';
import type { AbsolutePath, Disk, OpenDirectory } from '../host/disk.ts';
import { isAnotherAlive, type Owner, thisProcess } from '../host/owner.ts';
import { codeOf, diskFault, explained } from './diskFault.ts';
import type { OpenTarget } from './inTarget.ts';

/** The directory of the transaction that is at work. To hold it is to hold the lock of the target. */
const LOCK = '.ctf-txn';
/** One that is not at work yet, or no longer: nothing in it counts. */
const ASIDE = /^\.ctf-txn-(\d+)-(\d+)-[a-z0-9]+$/;
const OWNER = /^owner-(\d+)-(\d+)$/;

function ownerFile({ pid, started }: Owner): string {
  return `owner-${pid}-${started}`;
}

function asidePath(root: OpenDirectory): string {
  const { pid, started } = thisProcess();
  const random = Math.random().toString(36).slice(2, 10);
  return `${root.at}/${LOCK}-${pid}-${started}-${random}`;
}

/** True when another process runs that `match` names; this one is never in two commits at once. */
function isAnother(match: RegExpExecArray): boolean {
  return isAnotherAlive({ pid: Number(match[1]), started: Number(match[2]) });
}

function refusal(directory: AbsolutePath, message: string, remedy: string): UserError {
  return new UserError({ message, where: directory, remedy, exitCode: EXIT.target });
}

/** Removes what killed runs have left aside; what cannot be removed is in nobody's way. */
export function sweepAside({ root, directory, disk }: OpenTarget): void {
  for (const name of explained({ path: directory }, () => disk.list(root.at))) {
    const owner = ASIDE.exec(name);
    if (owner !== null && !isAnother(owner)) removeAside(`${root.at}/${name}`, disk);
  }
}

function removeAside(aside: string, disk: Disk): void {
  try {
    disk.removeTree(aside);
  } catch {
    // Nothing in it counts, and the next run sweeps it.
  }
}

function isTaken(error: unknown, place: string, disk: Disk): boolean {
  const code = codeOf(error) ?? '';
  // Windows says EPERM where others say EEXIST.
  return (
    ['ENOTEMPTY', 'EEXIST'].includes(code) || (code === 'EPERM' && disk.look(place) !== undefined)
  );
}

/** Takes the lock of the target: the open transaction directory, or undefined when someone has it. */
export function takeLock(target: OpenTarget): OpenDirectory | undefined {
  const { root, directory, disk } = target;
  const lock = `${root.at}/${LOCK}`;
  const aside = asidePath(root);
  try {
    disk.makeDirectory(aside);
    disk.writeNew(`${aside}/${ownerFile(thisProcess())}`, '', false);
    disk.rename(aside, lock);
  } catch (error) {
    removeAside(aside, disk);
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
  const aside = asidePath(root);
  explained({ path: directory }, () => disk.rename(`${root.at}/${LOCK}`, aside));
  removeAside(aside, disk);
}

/** Makes a dead owner's transaction ours; false when someone else was faster. */
function claim(transaction: OpenDirectory, owner: string, disk: Disk): boolean {
  const own = ownerFile(thisProcess());
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
    const owner = names.map((name) => OWNER.exec(name)).find((match) => match !== null);
    if (owner !== undefined && isAnother(owner)) {
      transaction.close();
      const message = `${directory} is in use by process ${owner[1]}; nothing was changed.`;
      throw refusal(directory, message, 'Wait until it has ended and run this again.');
    }
    if (owner !== undefined && claim(transaction, owner[0], disk)) return transaction;
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
