import type { Disk } from '../host/disk.ts';
import { codeOf } from './diskFault.ts';

/** True when a directory could not be renamed to a place because something is there. */
export function isTaken(error: unknown, place: string, disk: Pick<Disk, 'look'>): boolean {
  const code = codeOf(error) ?? '';
  if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(code)) return true;
  // Windows says EPERM where others say EEXIST.
  return code === 'EPERM' && disk.look(place) !== undefined;
}
