import { dirname, resolve, sep } from 'node:path';
import type { Target } from '../commit/commitChanges.ts';
import { explained } from '../commit/diskFault.ts';
import { EXIT, UserError } from '../errors.ts';
import type { AbsolutePath, Disk } from '../host/disk.ts';

/** The places that a target is held against. */
export interface Places {
  readonly cwd: AbsolutePath;
  readonly home: AbsolutePath;
  /** The directory of this program's package. */
  readonly program: AbsolutePath;
}

/**
 * Resolves the directory that was asked for, once, and refuses what no project may be written to.
 * @throws UserError exit 3, or 4 when it can't be looked at
 */
export function inspectTarget(
  asked: string,
  places: Places,
  disk: Pick<Disk, 'look' | 'linkTarget'>,
): Target {
  const directory = resolve(places.cwd, withHome(asked, places.home));
  const forbidden = forbiddenPlace(directory, places);
  if (forbidden) throw refuse(`A project can't be written to ${forbidden}`, directory);
  const entry = explained({ path: directory }, () => disk.look(directory));
  if (!entry) return { directory, exists: false };
  if (entry.kind === 'link')
    throw refuse(`This is a symbolic link to ${disk.linkTarget(directory)}`, directory);
  if (entry.kind === 'file') throw refuse('There is a file of this name', directory);
  if (entry.kind === 'other') throw refuse('There is something that is no directory', directory);
  return { directory, exists: true };
}

/** No shell has read what was typed at a prompt or written to a file: `~` is a home there all the same. */
function withHome(asked: string, home: AbsolutePath): string {
  return asked === '~' || asked.startsWith('~/') ? home + asked.slice(1) : asked;
}

function forbiddenPlace(
  directory: AbsolutePath,
  { cwd, home, program }: Places,
): string | undefined {
  if (directory === dirname(directory)) return 'the root of the file system';
  if (directory === resolve(home)) return 'your home directory';
  if (isAncestor(directory, cwd)) return 'a directory that you are inside of';
  if (directory === program || isAncestor(program, directory)) return "this program's own package";
  return undefined;
}

function isAncestor(above: AbsolutePath, below: AbsolutePath): boolean {
  return above !== below && below.startsWith(above.endsWith(sep) ? above : above + sep);
}

function refuse(message: string, directory: AbsolutePath): UserError {
  return new UserError({
    message,
    where: directory,
    remedy: 'Choose another directory; nothing was changed.',
    exitCode: EXIT.target,
  });
}
