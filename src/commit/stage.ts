import type { RelativePath } from '../catalog/contribution.ts';
import { EXIT, UserError } from '../errors.ts';
import type { Disk, Entry, OpenDirectory } from '../host/disk.ts';
import type { Change } from '../reconcile/change.ts';
import { codeOf, explained } from './diskFault.ts';
import { within } from './folder.ts';
import type { OpenTarget } from './inTarget.ts';
import { type Journal, type JournalStep, journalText } from './journal.ts';
import { isLinkless } from './moveInto.ts';
import { bytesId } from './projectState.ts';

function refusal(path: RelativePath, what: string): UserError {
  return new UserError({
    message: `${path} ${what}, so nothing was changed.`,
    where: path,
    remedy: 'See what is there, and run this again.',
    exitCode: EXIT.target,
  });
}

/** The refusal of a file that is not, or no longer, what the change was made for. */
export function movedOn(path: RelativePath): UserError {
  return refusal(path, 'was changed by another run or program while this one was at work');
}

/** The refusal to write where something is already. */
export function alreadyThere(path: RelativePath): UserError {
  return refusal(path, 'is there already, created by another run or by you');
}

/** The permission bits of a file that replaces one: only the executable bits follow the change. */
function modeFrom({ mode }: Entry, executable: boolean | undefined): number {
  if (executable === undefined) return mode;
  return executable ? mode | ((mode & 0o444) >> 2) : mode & ~0o111;
}

function backUp(place: string, backup: string, disk: Disk): void {
  try {
    disk.link(place, backup);
  } catch (error) {
    if (codeOf(error) !== 'EXDEV' && !isLinkless(error)) throw error;
    disk.copy(place, backup);
  }
}

/** Checks that a file is what the change was made for, keeps a second name for it and gives its entry. */
function keepOld(change: Change, place: string, backup: string, disk: Disk): [Entry, string] {
  const entry = disk.look(place);
  if (entry === undefined) throw movedOn(change.path);
  if (entry.kind === 'link') {
    throw refusal(change.path, `is a symbolic link to ${disk.linkTarget(place)}`);
  }
  if (entry.kind !== 'file') throw refusal(change.path, 'is no file');
  const was = bytesId(disk.read(place));
  if (change.was !== undefined && change.was !== was) throw movedOn(change.path);
  backUp(place, backup, disk);
  return [entry, was];
}

/** Stages one change as files `new-N` and `old-N` of the transaction. */
function stageOne(
  target: OpenTarget,
  transaction: OpenDirectory,
  change: Change,
  number: number,
): JournalStep {
  const { root, disk } = target;
  const { kind, path, text, executable } = change;
  const staged = `${transaction.at}/new-${number}`;
  if (kind === 'create') {
    if (within(root, path, disk, (place) => disk.look(place)) !== undefined)
      throw alreadyThere(path);
    disk.writeNew(staged, text ?? '', executable === true);
    return { kind, path, was: '', becomes: bytesId(Buffer.from(text ?? '')) };
  }
  const backup = `${transaction.at}/old-${number}`;
  const old = within(root, path, disk, (place) => keepOld(change, place, backup, disk));
  if (old === undefined) throw movedOn(path);
  const [entry, was] = old;
  if (kind === 'delete') return { kind, path, was, becomes: '' };
  disk.writeNew(staged, text ?? '', false);
  disk.setMode(staged, modeFrom(entry, executable));
  return { kind: 'replace', path, was, becomes: bytesId(Buffer.from(text ?? '')) };
}

/** The folders that hold files of `steps` of one kind, outermost first. */
function foldersOf(steps: readonly JournalStep[], kind: JournalStep['kind']): RelativePath[] {
  const folders = new Set<RelativePath>();
  for (const { path } of steps.filter((step) => step.kind === kind)) {
    const names = path.split('/').slice(0, -1);
    for (const depth of names.keys()) folders.add(names.slice(0, depth + 1).join('/'));
  }
  return [...folders];
}

function journalOf({ root, disk }: OpenTarget, steps: readonly JournalStep[]): Journal {
  const look = (path: RelativePath) => within(root, path, disk, (place) => disk.look(place));
  return {
    format: 1,
    steps,
    folders: foldersOf(steps, 'create').filter((folder) => look(folder) === undefined),
    emptied: foldersOf(steps, 'delete').flatMap((path) => {
      const entry = look(path);
      return entry?.kind === 'directory' ? [{ path, mode: entry.mode }] : [];
    }),
  };
}

/** Makes sure that a loss of power finds the old files or the new ones, where old ones are at stake. */
function flushStaged(transaction: OpenDirectory, steps: readonly JournalStep[], disk: Disk): void {
  if (steps.every(({ kind }) => kind === 'create')) return;
  for (const [number, { kind }] of steps.entries()) {
    if (kind !== 'delete') disk.flush(`${transaction.at}/new-${number}`);
  }
  disk.flush(`${transaction.at}/journal`);
}

/**
 * Prepares everything in the transaction's directory: new contents, second names of the files that
 * will go, and the journal. Nothing else has changed yet. UserError 3 when what is on disk is not what
 * the changes were made for, 4 when the file system refuses.
 */
export function stage(
  target: OpenTarget,
  transaction: OpenDirectory,
  changes: readonly Change[],
): Journal {
  const { directory, disk } = target;
  const needed = changes.reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
  const steps = changes.map((change, number) =>
    explained({ path: change.path, needed }, () => stageOne(target, transaction, change, number)),
  );
  return explained({ path: directory, needed }, () => {
    const journal = journalOf(target, steps);
    disk.writeNew(`${transaction.at}/journal`, journalText(journal), false);
    flushStaged(transaction, steps, disk);
    // From here on, whoever finds the transaction undoes it.
    disk.rename(`${transaction.at}/journal`, `${transaction.at}/journal.json`);
    return journal;
  });
}
