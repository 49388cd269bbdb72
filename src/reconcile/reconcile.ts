import type { RelativePath } from '../catalog/contribution.ts';
import type { Plan, PlannedFile } from '../plan/plan.ts';
import type { Change, ChangeKind } from './change.ts';
import { mergeText, sameLines, withLineEndsOf } from './mergeText.ts';

/** One file as it was recorded, or as it is on disk. */
export interface FileText {
  /** The content id: of the text with LF line ends, or of the bytes where they are no text. */
  readonly id: string;
  readonly executable: boolean;
  /** Undefined for a recorded text that is not known, and for what is no UTF-8 text on disk. */
  readonly text?: string | undefined;
  /** On disk only: the id of the exact bytes. */
  readonly bytesId?: string;
}

export type Texts = ReadonlyMap<RelativePath, FileText>;

type Recorded = 'none' | 'B';
type OnDisk = 'none' | 'B' | 'T' | 'other';
type Next = 'none' | 'B' | 'T';
type Row = `${Recorded} ${OnDisk} ${Next}`;

interface Decision {
  readonly kind: ChangeKind;
  readonly note?: string;
}

/**
 * The policy: recorded, on disk, next -> what happens. B is the recorded text, T a next text that is
 * not B, `other` a text on disk that is neither. Where next is B, the template did not move.
 */
const POLICY: Partial<Record<Row, Decision>> = {
  'none none T': { kind: 'create' },
  'none T T': { kind: 'keep', note: 'adopted' },
  'none other T': { kind: 'conflict' },
  'B B T': { kind: 'replace' },
  'B B B': { kind: 'keep' },
  'B other B': { kind: 'keep', note: 'yours' },
  'B none B': { kind: 'keep', note: 'deleted by you' },
  'B none none': { kind: 'keep', note: 'already gone' },
  'B other T': { kind: 'merge' },
  'B none T': { kind: 'stays-deleted' },
  'B B none': { kind: 'delete' },
  'B other none': { kind: 'keep', note: 'orphan' },
  'B T T': { kind: 'keep', note: 'already there' },
};

/** Everything that is known about one path. */
interface Sides {
  readonly path: RelativePath;
  readonly base: FileText | undefined;
  readonly disk: FileText | undefined;
  readonly next: PlannedFile | undefined;
}

type IdOf = (text: string) => string;

function rowOf({ base, disk, next }: Sides, idOf: IdOf): Row {
  const isBase = base !== undefined && next !== undefined && idOf(next.text) === base.id;
  return `${base ? 'B' : 'none'} ${onDisk(base, disk, next)} ${next ? (isBase ? 'B' : 'T') : 'none'}`;
}

function onDisk(base?: FileText, disk?: FileText, next?: PlannedFile): OnDisk {
  if (disk === undefined) return 'none';
  if (disk.id === base?.id) return 'B';
  if (disk.text !== undefined && next !== undefined && sameLines(disk.text, next.text)) return 'T';
  return 'other';
}

/** Who changed the executable bit decides it; the user does where both did. */
function executableOf({ base, disk, next }: Sides): boolean {
  if (disk === undefined) return next?.executable ?? false;
  if (base === undefined || next === undefined) return disk.executable;
  return disk.executable === base.executable ? next.executable : disk.executable;
}

/** A conflict in what is no text: the file stays, and the new one is put beside it. */
function besideConflict({ path, disk, next }: Sides): Change[] {
  const beside = `${path}.new`;
  return [
    { kind: 'conflict', path, note: `kept; the new version is ${beside}`, ...wasOf(disk) },
    {
      kind: 'create',
      path: beside,
      text: next?.text ?? '',
      executable: next?.executable ?? false,
      note: `for ${path}`,
    },
  ];
}

function wasOf(disk: FileText | undefined): { was?: string } {
  return disk?.bytesId === undefined ? {} : { was: disk.bytesId };
}

/** What is kept may still get the executable bit that the template gave or took. */
function keep(sides: Sides, decision: Decision): Change[] {
  const { path, disk } = sides;
  const executable = executableOf(sides);
  if (disk?.text === undefined || disk.executable === executable) return [{ path, ...decision }];
  const note = executable ? 'now executable' : 'no longer executable';
  return [{ kind: 'replace', path, text: disk.text, executable, note, ...wasOf(disk) }];
}

/** Brings the two versions together; conflict markers where they disagree or the base is not known. */
function merge(sides: Sides, base: string | undefined): Change[] {
  const { path, disk, next } = sides;
  if (disk?.text === undefined || next === undefined) return besideConflict(sides);
  const { text, conflicts } = mergeText({ base, yours: disk.text, generated: next.text });
  if (text === disk.text) return keep(sides, { kind: 'keep', note: 'already there' });
  const kind = conflicts > 0 ? 'conflict' : 'merge';
  return [{ kind, path, text, executable: executableOf(sides), ...wasOf(disk) }];
}

function changesOf(sides: Sides, idOf: IdOf): Change[] {
  const { path, base, disk, next } = sides;
  const row = rowOf(sides, idOf);
  const decision = POLICY[row];
  if (decision === undefined) throw new Error(`No policy for "${row}" (${path}).`);
  if (decision.kind === 'keep') return keep(sides, decision);
  if (decision.kind === 'merge') return merge(sides, base?.text);
  if (decision.kind === 'conflict') return merge(sides, undefined);
  if (decision.kind === 'delete') return [{ path, ...decision, ...wasOf(disk) }];
  if (decision.kind === 'stays-deleted' || next === undefined) return [{ path, ...decision }];
  const text = disk?.text === undefined ? next.text : withLineEndsOf(disk.text, next.text);
  return [{ path, ...decision, text, executable: executableOf(sides), ...wasOf(disk) }];
}

/**
 * What must happen on disk so that the project becomes `next`, in the order of the paths. `base` is
 * what was recorded, with its text where a merge needs it and it was found; `disk` has every recorded
 * and every planned path that is there; `idOf` gives the content id of a text.
 */
export function reconcile(base: Texts, disk: Texts, next: Plan, idOf: IdOf): Change[] {
  const paths = [...new Set([...base.keys(), ...next.keys()])].sort();
  return paths.flatMap((path) =>
    changesOf({ path, base: base.get(path), disk: disk.get(path), next: next.get(path) }, idOf),
  );
}

/** The paths whose recorded text `reconcile` will need: those that both sides have changed. */
export function pathsToMerge(base: Texts, disk: Texts, next: Plan, idOf: IdOf): RelativePath[] {
  return [...base.keys()]
    .filter((path) => {
      const sides = { path, base: base.get(path), disk: disk.get(path), next: next.get(path) };
      return disk.get(path)?.text !== undefined && POLICY[rowOf(sides, idOf)]?.kind === 'merge';
    })
    .sort();
}
