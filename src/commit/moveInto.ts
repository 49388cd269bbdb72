import { dirname } from 'node:path';
import type { Disk } from '../host/disk.ts';
import { codeOf } from './diskFault.ts';

/** Where file N of a transaction waits in the folder it belongs to, when that is on another mount. */
export function besideName(role: 'new' | 'old', number: number): string {
  return `.ctf-${role}-${number}`;
}

function besidePath(place: string, from: string): string {
  return `${dirname(place)}/.ctf-${from.slice(from.lastIndexOf('/') + 1)}`;
}

/** Runs `act` with the file itself or, where that cannot leave its mount, a copy beside `place`. */
function reaching(from: string, place: string, disk: Disk, act: (from: string) => void): void {
  try {
    act(from);
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error;
    const beside = besidePath(place, from);
    if (disk.look(beside) !== undefined) disk.unlink(beside);
    disk.copy(from, beside);
    disk.unlink(from);
    act(beside);
  }
}

/** Puts a file of the transaction at `place`, over what is there. */
export function moveOver(from: string, place: string, disk: Disk): void {
  reaching(from, place, disk, (source) => disk.rename(source, place));
}

/** Where no hard links are, nothing does it in one step: look right before. */
function renameNew(from: string, place: string, disk: Disk): void {
  if (disk.look(place) !== undefined) throw Object.assign(new Error('EEXIST'), { code: 'EEXIST' });
  disk.rename(from, place);
}

/** Puts a file of the transaction at `place`; EEXIST when something is there, which is never touched. */
export function moveNew(from: string, place: string, disk: Disk): void {
  reaching(from, place, disk, (source) => {
    try {
      disk.link(source, place);
    } catch (error) {
      if (!isLinkless(error)) throw error;
      renameNew(source, place, disk);
      return;
    }
    disk.unlink(source);
  });
}

/** True when a file system, or its settings, offers no hard link for this file. */
export function isLinkless(error: unknown): boolean {
  return ['EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error) ?? '');
}
