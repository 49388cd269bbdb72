import { dirname, join, sep } from 'node:path';
import { EXIT, UserError } from '../errors.ts';
import type { AbsolutePath, Disk } from '../host/disk.ts';
import type { Change } from '../reconcile/change.ts';
import { checkPath } from './checkPath.ts';
import { codeOf, diskFault, explained } from './diskFault.ts';
import { isTaken } from './isTaken.ts';
import { sweepOwned, uniqueName } from './ownedName.ts';
import { quietly } from './quietly.ts';

/** A change that puts a text on disk. */
type Write = Change & { readonly text: string };

const WRITING = new Set<Change['kind']>(['create', 'replace', 'merge', 'conflict']);

function isWrite(change: Change): change is Write {
  return WRITING.has(change.kind) && change.text !== undefined;
}

/** The beginning of the names of a target's staging directories; cut, since a name has at most 255 bytes. */
function stagingPrefix(directory: AbsolutePath): string {
  const name = directory.split(sep).at(-1) ?? '';
  return `.${[...name].slice(0, 40).join('')}.ctf-`;
}

/** Makes the missing directories down to `directory` and adds them to `made`, outermost first. */
function makeParents(directory: AbsolutePath, disk: Disk, made: string[]): void {
  const missing: string[] = [];
  for (let path = directory; disk.look(path) === undefined; path = dirname(path))
    missing.unshift(path);
  for (const path of missing) {
    try {
      disk.makeDirectory(path);
      made.push(path);
    } catch (error) {
      // Another run made it meanwhile: then it is not ours to remove.
      if (codeOf(error) !== 'EEXIST') throw cannotMakeIn(dirname(path), error);
    }
  }
}

/** Makes the staging directory; what killed runs have left is swept first, where that can be done. */
function makeStaging(staging: string, directory: AbsolutePath, disk: Disk): void {
  quietly(() => sweepOwned(dirname(directory), stagingPrefix(directory), disk));
  try {
    disk.makeDirectory(staging);
  } catch (error) {
    throw cannotMakeIn(dirname(directory), error);
  }
}

/** What to tell about a parent that no directory can be made in. */
function cannotMakeIn(parent: AbsolutePath, error: unknown): unknown {
  const isDirectory = !['ENOTDIR', 'ENOENT', 'ELOOP'].includes(codeOf(error) ?? '');
  if (isDirectory) return diskFault(error, { path: parent });
  return new UserError({
    message: `${parent} is no directory, so nothing can be made in it.`,
    where: parent,
    remedy: 'Choose another directory.',
    exitCode: EXIT.target,
  });
}

function writeFiles(writes: readonly Write[], staging: string, disk: Disk): void {
  const needed = writes.reduce((sum, { text }) => sum + text.length, 0);
  const folders = new Set<string>(['.']);
  const makeFolder = (folder: string): void => {
    if (folders.has(folder)) return;
    makeFolder(dirname(folder));
    disk.makeDirectory(`${staging}/${folder}`);
    folders.add(folder);
  };
  for (const { path, text, executable } of writes) {
    explained({ path, needed }, () => {
      makeFolder(dirname(path));
      disk.writeNew(`${staging}/${path}`, text, executable === true);
    });
  }
}

/** The refusal of a target that another run has made since we looked. */
function lostRace(directory: AbsolutePath): UserError {
  return new UserError({
    message: `${directory} was created by another run while this one was at work; nothing was changed.`,
    where: directory,
    remedy: 'Use what is there, or choose another directory.',
    exitCode: EXIT.target,
  });
}

function publish(staging: string, directory: AbsolutePath, disk: Disk): void {
  try {
    // An empty directory would be replaced, and whoever is in it would be nowhere.
    if (disk.look(directory) !== undefined) throw lostRace(directory);
    disk.rename(staging, directory);
  } catch (error) {
    if (isTaken(error, directory, disk)) throw lostRace(directory);
    throw diskFault(error, { path: directory });
  }
}

/**
 * Makes a directory that does not exist yet, complete or not at all: everything is written beside it
 * and appears with one rename. UserError 3 when another run was faster, 4 when the file system refuses.
 */
export function publishDirectory(
  changes: readonly Change[],
  directory: AbsolutePath,
  disk: Disk,
): void {
  for (const { path } of changes) checkPath(path);
  const made: string[] = [];
  const staging = join(dirname(directory), uniqueName(stagingPrefix(directory)));
  try {
    explained({ path: dirname(directory) }, () => makeParents(dirname(directory), disk, made));
    makeStaging(staging, directory, disk);
    writeFiles(changes.filter(isWrite), staging, disk);
    publish(staging, directory, disk);
  } catch (error) {
    quietly(() => disk.removeTree(staging));
    for (const path of made.reverse()) quietly(() => disk.removeDirectory(path));
    throw error;
  }
}
