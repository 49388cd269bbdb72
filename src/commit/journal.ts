import type { RelativePath } from '../catalog/contribution.ts';
import { EXIT, UserError } from '../errors.ts';
import { pathProblem } from './checkPath.ts';

/** One file that a transaction changes. Its number names its files: `new-N` is staged, `old-N` the backup. */
export interface JournalStep {
  readonly kind: 'create' | 'replace' | 'delete';
  readonly path: RelativePath;
  /** The id of the bytes before; empty for a file that was not there. */
  readonly was: string;
  /** The id of the bytes after; empty for a file that is deleted. */
  readonly becomes: string;
}

/** All that a transaction is about to do: enough to undo it, however far it came. */
export interface Journal {
  readonly format: 1;
  readonly steps: readonly JournalStep[];
  /** The folders that were missing before, outermost first. */
  readonly folders: readonly RelativePath[];
  /** The folders that deletions may empty, which are then removed; outermost first. */
  readonly emptied: readonly Emptied[];
}

export interface Emptied {
  readonly path: RelativePath;
  /** Its permission bits. */
  readonly mode: number;
}

/** What is written of a journal, for `readJournal`. */
export function journalText(journal: Journal): string {
  return JSON.stringify(journal);
}

function isStep(value: unknown): value is JournalStep {
  if (value === null || typeof value !== 'object') return false;
  const { kind, path, was, becomes } = value as Partial<Record<keyof JournalStep, unknown>>;
  const isId = (id: unknown): boolean => typeof id === 'string' && /^([0-9a-f]{40})?$/.test(id);
  const isKind = kind === 'create' || kind === 'replace' || kind === 'delete';
  return isKind && isInside(path) && isId(was) && isId(becomes);
}

function isInside(path: unknown): boolean {
  return typeof path === 'string' && pathProblem(path) === undefined;
}

function isEmptied(value: unknown): value is Emptied {
  if (value === null || typeof value !== 'object') return false;
  const { path, mode } = value as Partial<Record<keyof Emptied, unknown>>;
  return isInside(path) && Number.isInteger(mode) && Number(mode) >= 0 && Number(mode) <= 0o7777;
}

function isJournal(value: unknown): value is Journal {
  if (value === null || typeof value !== 'object') return false;
  const { format, steps, folders, emptied } = value as Partial<Record<keyof Journal, unknown>>;
  if (format !== 1 || !Array.isArray(steps) || !Array.isArray(folders)) return false;
  if (!Array.isArray(emptied) || !emptied.every(isEmptied)) return false;
  return steps.every(isStep) && folders.every(isInside);
}

/**
 * Reads a journal. It may come from anywhere, a cloned repository for one, so it is believed as
 * little as any other input: UserError 3 unless it is of the form that we write and stays inside.
 */
export function readJournal(text: string, where: string): Journal {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (isJournal(value)) return value;
  throw new UserError({
    message: `The journal of an unfinished run in ${where} is damaged, so nothing was undone.`,
    where,
    remedy: `Compare your files with a backup, then remove ${where}/.ctf-txn.`,
    exitCode: EXIT.target,
  });
}
