import { diff3Merge, diffComm } from 'node-diff3';

/** The versions to bring together. */
export interface MergeSides {
  /** What both started from; undefined when it is not known. */
  readonly base: string | undefined;
  readonly yours: string;
  readonly generated: string;
}

export interface Merged {
  readonly text: string;
  /** How many places hold conflict markers. */
  readonly conflicts: number;
}

const OPEN = '<<<<<<< yours';
const MIDDLE = '=======';
const CLOSE = '>>>>>>> generated';
const BOM = '\ufeff';

/** A piece of the result: lines that both agree on, or each side's lines. */
type Piece =
  | readonly string[]
  | { readonly yours: readonly string[]; readonly generated: readonly string[] };

function isCrlf(text: string): boolean {
  return text.includes('\r\n') && !/(^|[^\r])\n/.test(text);
}

function toLf(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** `text` (with LF line ends) with CRLF where all of `model`'s line ends are CRLF. */
export function withLineEndsOf(model: string, text: string): string {
  return isCrlf(model) ? text.replaceAll('\n', '\r\n') : text;
}

/** True when two texts differ at most in their line ends. */
export function sameLines(one: string, other: string): boolean {
  return one === other || toLf(one) === toLf(other);
}

/** True when a text still holds a conflict that a merge has marked. */
export function hasConflictMarkers(text: string): boolean {
  return new RegExp(`^(${OPEN}|${CLOSE})\\r?$`, 'm').test(text);
}

function linesOf(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function mergeLines(base: string[], yours: string[], generated: string[]): Piece[] {
  const regions = diff3Merge<string>(yours, base, generated, { excludeFalseConflicts: true });
  return regions.map(
    ({ ok, conflict }) => ok ?? { yours: conflict?.a ?? [], generated: conflict?.b ?? [] },
  );
}

function compareLines(yours: string[], generated: string[]): Piece[] {
  return diffComm(yours, generated).map(
    ({ common, buffer1, buffer2 }) => common ?? { yours: buffer1 ?? [], generated: buffer2 ?? [] },
  );
}

function print(piece: Piece): readonly string[] {
  if (!('yours' in piece)) return piece;
  return [OPEN, ...piece.yours, MIDDLE, ...piece.generated, CLOSE];
}

/** Whether the result ends with a line end: as who changed it wants, and as yours has it otherwise. */
function endsWithNewline({ base, yours, generated }: MergeSides): boolean {
  const mine = yours.endsWith('\n');
  return base !== undefined && mine === base.endsWith('\n') ? generated.endsWith('\n') : mine;
}

/**
 * Brings two versions of a text together, line by line. No line that is only in `yours` is ever lost:
 * where the versions disagree, or no base is known, both stand between conflict markers. The line
 * ends, the byte order mark and the missing final line end of `yours` stay as they are.
 */
export function mergeText({ base, yours, generated }: MergeSides): Merged {
  const bom = yours.startsWith(BOM) ? BOM : '';
  const body = yours.slice(bom.length);
  // A file of mixed line ends is compared as it is, so that each of its lines keeps its own.
  const mine = isCrlf(body) ? toLf(body) : body;
  const pieces =
    base === undefined
      ? compareLines(linesOf(mine), linesOf(generated))
      : mergeLines(linesOf(base), linesOf(mine), linesOf(generated));
  const lines = pieces.flatMap(print);
  const conflicts = pieces.filter((piece) => 'yours' in piece).length;
  const needsEnd =
    lines.length > 0 && (conflicts > 0 || endsWithNewline({ base, yours: mine, generated }));
  const text = lines.join('\n') + (needsEnd ? '\n' : '');
  return { text: bom + withLineEndsOf(body, text), conflicts };
}
