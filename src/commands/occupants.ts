import { join } from 'node:path';
import { explained } from '../commit/diskFault.ts';
import { STATE_PATH } from '../commit/projectState.ts';
import { EXIT, UserError } from '../errors.ts';
import type { AbsolutePath, Disk } from '../host/disk.ts';

/** What a directory may hold before a project comes into it. */
const HARMLESS = new Set([
  ...['.git', '.github', '.gitlab', '.vscode', '.idea', '.fleet', '.zed', '.devcontainer'],
  ...['.DS_Store', 'Thumbs.db', 'LICENSE', 'LICENSE.md', 'LICENSE.txt', 'COPYING', 'docs'],
]);

/**
 * The entries of a directory that are in the way of a new project.
 * @param expected the names that a project itself may bring
 * @throws UserError exit 3 when there is a project already
 */
export function strangersIn(
  directory: AbsolutePath,
  expected: { has(name: string): boolean },
  disk: Pick<Disk, 'list'>,
): readonly string[] {
  const names = explained({ path: directory }, () => disk.list(directory));
  const entries = names.filter((name) => !name.startsWith('.ctf-'));
  if (entries.includes(STATE_PATH)) throw alreadyAProject(directory);
  return entries.filter((name) => !HARMLESS.has(name) && !expected.has(name));
}

/** Refuses a directory for what is in it, if anything is. */
export function refuseOccupied(directory: AbsolutePath, inTheWay: readonly string[]): void {
  if (inTheWay.length === 0) return;
  const shown = inTheWay.slice(0, 5).join(', ');
  const more = inTheWay.length > 5 ? ` and ${inTheWay.length - 5} more` : '';
  throw new UserError({
    message: `The directory is not empty: ${shown}${more}`,
    where: directory,
    remedy: 'Choose another directory, or move these away; nothing was changed.',
    exitCode: EXIT.target,
  });
}

function alreadyAProject(directory: AbsolutePath): UserError {
  return new UserError({
    message: 'There is a twelve-factor project in this directory already',
    where: join(directory, STATE_PATH),
    remedy: 'Choose another directory; nothing was changed.',
    exitCode: EXIT.target,
  });
}
