import { dirname } from 'node:path';
import type { RelativePath } from '../catalog/contribution.ts';
import { EXIT, UserError } from '../errors.ts';
import type { Disk, OpenDirectory } from '../host/disk.ts';
import { explained } from './diskFault.ts';
import { removeIfEmpty, within } from './folder.ts';
import type { OpenTarget } from './inTarget.ts';
import { type Emptied, type JournalStep, readJournal } from './journal.ts';
import { besideName, moveNew, moveOver } from './moveInto.ts';
import { openFolder } from './openFolder.ts';
import { bytesId } from './projectState.ts';

/** What was undone, in the order of the paths. */
export interface Undone {
  /** Files that have their former content again. */
  readonly restored: readonly RelativePath[];
  /** Files that are gone again. */
  readonly removed: readonly RelativePath[];
}

/** What has to be done about one step so that its file is as it was. */
type Undo = 'nothing' | 'remove' | 'restore' | 'foreign';

/** Where the files of one step are, of those that are left. */
interface Remains {
  readonly place: string;
  /** Still there: then the step was not taken. */
  readonly staged: string | undefined;
  readonly backup: string | undefined;
}

function idAt(place: string, disk: Disk): string | undefined {
  return disk.look(place)?.kind === 'file' ? bytesId(disk.read(place)) : undefined;
}

function undoCreate(step: JournalStep, { place, staged }: Remains, disk: Disk): Undo {
  const there = disk.look(place);
  if (there === undefined) return 'nothing';
  // Staged and elsewhere: we never came to create it, so it is not ours.
  if (staged !== undefined && disk.look(staged)?.identity !== there.identity) return 'nothing';
  return idAt(place, disk) === step.becomes ? 'remove' : 'foreign';
}

function undoReplace(step: JournalStep, { place, staged, backup }: Remains, disk: Disk): Undo {
  if (staged !== undefined || backup === undefined) return 'nothing';
  if (disk.look(place) === undefined) return 'restore';
  const id = idAt(place, disk);
  return id === step.becomes || id === step.was ? 'restore' : 'foreign';
}

function undoDelete({ place, backup }: Remains, disk: Disk): Undo {
  return backup !== undefined && disk.look(place) === undefined ? 'restore' : 'nothing';
}

function undoOf(step: JournalStep, remains: Remains, disk: Disk): Undo {
  if (step.kind === 'create') return undoCreate(step, remains, disk);
  return step.kind === 'replace' ? undoReplace(step, remains, disk) : undoDelete(remains, disk);
}

/** One transaction that is being undone. */
interface Undoing extends OpenTarget {
  readonly transaction: OpenDirectory;
  /** The names in the transaction's directory. */
  readonly names: ReadonlySet<string>;
}

type Role = 'new' | 'old';

/** Where a file of the transaction waits on the mount of `place`, if it does. */
function besideOf(role: Role, number: number, place: string, disk: Disk): string | undefined {
  const beside = `${dirname(place)}/${besideName(role, number)}`;
  return disk.look(beside) === undefined ? undefined : beside;
}

function remainsOf({ transaction, names, disk }: Undoing, number: number, place: string): Remains {
  const find = (role: Role): string | undefined =>
    names.has(`${role}-${number}`)
      ? `${transaction.at}/${role}-${number}`
      : besideOf(role, number, place, disk);
  return { place, staged: find('new'), backup: find('old') };
}

function decide(undoing: Undoing, step: JournalStep, number: number): Undo {
  const { root, disk } = undoing;
  const undo = explained({ path: step.path }, () =>
    within(root, step.path, disk, (place) => undoOf(step, remainsOf(undoing, number, place), disk)),
  );
  if (undo !== undefined) return undo;
  // Its folder is gone: we remove one that deletions have emptied, anything else was someone else.
  if (step.kind === 'delete') return 'restore';
  return step.kind === 'create' || undoing.names.has(`new-${number}`) ? 'nothing' : 'foreign';
}

function perform(undoing: Undoing, step: JournalStep, number: number, undo: Undo): void {
  const { root, disk } = undoing;
  explained({ path: step.path }, () =>
    within(root, step.path, disk, (place) => {
      const { backup } = remainsOf(undoing, number, place);
      if (undo === 'remove') disk.unlink(place);
      if (undo === 'restore' && backup !== undefined) {
        if (step.kind === 'delete') moveNew(backup, place, disk);
        else moveOver(backup, place, disk);
      }
      for (const role of ['new', 'old'] as const) {
        const beside = besideOf(role, number, place, disk);
        if (beside !== undefined) disk.unlink(beside);
      }
    }),
  );
}

/** Makes a folder again that was removed since the deletions had emptied it. */
function remake({ root, disk }: OpenTarget, { path, mode }: Emptied): void {
  explained({ path }, () =>
    within(root, path, disk, (place) => {
      if (disk.look(place) === undefined) disk.makeDirectory(place);
      const folder = openFolder(place, path, disk);
      if (disk.look(place)?.mode !== mode && folder) disk.setMode(folder.at, mode);
      folder?.close();
    }),
  );
}

function foreignFile({ directory }: OpenTarget, path: RelativePath): UserError {
  return new UserError({
    message: `An unfinished run changed ${path}, and so did someone else since; nothing was undone.`,
    where: path,
    remedy: `Move ${path} away and run this again, or remove ${directory}/.ctf-txn to keep all as it is.`,
    exitCode: EXIT.target,
  });
}

/**
 * Undoes a transaction that this process owns, however far it came, and as often as need be: stopped
 * half-way, it is simply done again. UserError 3, with nothing touched, when a file is neither what it
 * was nor what the transaction made of it.
 */
export function rollBack(target: OpenTarget, transaction: OpenDirectory): Undone {
  const { directory, disk } = target;
  const names = new Set(explained({ path: directory }, () => disk.list(transaction.at)));
  if (!names.has('journal.json')) return { restored: [], removed: [] };
  const undoing = { ...target, transaction, names };
  const text = explained({ path: directory }, () => disk.read(`${transaction.at}/journal.json`));
  const { steps, folders, emptied } = readJournal(text.toString('utf8'), directory);
  const undos = steps.map((step, number) => decide(undoing, step, number));
  const foreign = steps.find((_, number) => undos[number] === 'foreign');
  if (foreign !== undefined) throw foreignFile(target, foreign.path);
  for (const folder of emptied) remake(target, folder);
  for (const [number, step] of [...steps.entries()].reverse()) {
    perform(undoing, step, number, undos[number] ?? 'nothing');
  }
  for (const folder of [...folders].reverse()) removeIfEmpty(target, folder);
  const pathsOf = (undo: Undo): RelativePath[] =>
    steps.filter((_, number) => undos[number] === undo).map(({ path }) => path);
  return { restored: pathsOf('restore'), removed: pathsOf('remove') };
}
