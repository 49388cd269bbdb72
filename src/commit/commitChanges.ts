import { EXIT, UserError } from '../errors.ts';
import type { AbsolutePath, Disk } from '../host/disk.ts';
import type { Change } from '../reconcile/change.ts';
import { changeDirectory } from './changeDirectory.ts';
import { checkPath } from './checkPath.ts';
import { explained } from './diskFault.ts';
import { publishDirectory, type Write } from './publishDirectory.ts';

const WRITING = new Set<Change['kind']>(['create', 'replace', 'merge', 'conflict']);

function isWrite(change: Change): change is Write {
  return WRITING.has(change.kind) && change.text !== undefined;
}

/** The refusal of a target that is there but is no directory. */
function notADirectory(directory: AbsolutePath, what: string): UserError {
  return new UserError({
    message: `${directory} is ${what}, not a directory; it was left as it is.`,
    where: directory,
    remedy: 'Choose another directory, or move it away.',
    exitCode: EXIT.target,
  });
}

/**
 * Does everything that `changes` say below `directory`, or nothing. UserError with exit code 3 when
 * the target is refused, 4 when the file system does; then the directory is as it was before.
 */
export function commitChanges(
  changes: readonly Change[],
  directory: AbsolutePath,
  disk: Disk,
): void {
  for (const { path } of changes) checkPath(path);
  const target = explained({ path: directory }, () => disk.look(directory));
  if (target === undefined) publishDirectory(changes.filter(isWrite), directory, disk);
  else if (target.kind === 'directory') changeDirectory(changes, directory, disk);
  else if (target.kind === 'link') {
    throw notADirectory(directory, `a symbolic link to ${disk.linkTarget(directory)}`);
  } else throw notADirectory(directory, 'a file');
}
