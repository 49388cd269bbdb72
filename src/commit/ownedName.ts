import type { Disk } from '../host/disk.ts';
import { isAnotherAlive, type Owner, thisProcess } from '../host/owner.ts';
import { quietly } from './quietly.ts';

const OWNER = /^(\d+)-(\d+)-(\d+)(?:-[a-z0-9]+)?$/;

/** A name that tells which process it belongs to: this one. At most 30 characters besides the prefix. */
export function ownedName(prefix: string): string {
  const { pid, started, namespace } = thisProcess();
  return `${prefix}${pid}-${started}-${namespace}`;
}

/** The same, with up to 9 characters more by which this process has it once. */
export function uniqueName(prefix: string): string {
  return `${ownedName(prefix)}-${Math.random().toString(36).slice(2, 10)}`;
}

/** The process that a name with this prefix belongs to; undefined for any other name. */
export function ownerOf(name: string, prefix: string): Owner | undefined {
  const match = name.startsWith(prefix) ? OWNER.exec(name.slice(prefix.length)) : null;
  if (match === null) return undefined;
  const [pid = 0, started = 0, namespace = 0] = match.slice(1).map(Number);
  return { pid, started, namespace };
}

/** Removes what killed runs have left in a directory under names with this prefix. */
export function sweepOwned(directory: string, prefix: string, disk: Disk): void {
  for (const name of disk.list(directory)) {
    const owner = ownerOf(name, prefix);
    if (owner !== undefined && !isAnotherAlive(owner)) {
      quietly(() => disk.removeTree(`${directory}/${name}`));
    }
  }
}
