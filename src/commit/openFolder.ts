import { EXIT, UserError } from '../errors.ts';
import type { Disk, OpenDirectory } from '../host/disk.ts';
import { codeOf } from './diskFault.ts';

/** The refusal of something at `place` that is not the directory it should be. */
function notAFolder(place: string, shown: string, disk: Disk): UserError {
  const entry = disk.look(place);
  const what =
    entry?.kind === 'link' ? `a symbolic link to ${disk.linkTarget(place)}` : 'no directory';
  return new UserError({
    message: `${shown} is ${what}; nothing is written through it.`,
    where: shown,
    remedy: 'Put a real directory there, or move it away, and run this again.',
    exitCode: EXIT.target,
  });
}

/**
 * The open directory at `place`, or undefined when nothing is there.
 * UserError 3 when it is a symbolic link or no directory.
 * @param shown its name for the user
 */
export function openFolder(place: string, shown: string, disk: Disk): OpenDirectory | undefined {
  try {
    return disk.openDirectory(place);
  } catch (error) {
    const code = codeOf(error) ?? '';
    if (code === 'ENOENT') return undefined;
    throw ['ELOOP', 'ENOTDIR', 'EMLINK'].includes(code) ? notAFolder(place, shown, disk) : error;
  }
}
