import { contentId } from '../../src/commit/projectState.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Change } from '../../src/reconcile/change.ts';
import { type FileText, reconcile, type Texts } from '../../src/reconcile/reconcile.ts';

/** A file of a test: its text, or the bytes of what is no text. */
export interface Version {
  readonly text: string | Uint8Array;
  readonly executable?: boolean;
}

/** The three sides of one path; a side that is left out has no such file. */
export interface Sides {
  readonly recorded?: Version | undefined;
  readonly disk?: Version | undefined;
  readonly next?: Version | undefined;
}

export const PATH = 'app/main.py';

function fileText({ text, executable = false }: Version): FileText {
  if (typeof text !== 'string') return { id: 'no text', executable, bytesId: 'no text' };
  return { id: contentId(text), executable, text, bytesId: `bytes of ${text}` };
}

function texts(version: Version | undefined): Texts {
  return new Map(version ? [[PATH, fileText(version)]] : []);
}

function planOf(version: Version | undefined): Plan {
  const { text = '', executable = false } = version ?? {};
  return new Map(version ? [[PATH, { text: String(text), executable, from: 'base' }]] : []);
}

/** The sides in the form that reconcile takes them. */
export function mapsOf({ recorded, disk, next }: Sides): [Texts, Texts, Plan] {
  return [texts(recorded), texts(disk), planOf(next)];
}

export function changesOf(sides: Sides): readonly Change[] {
  return reconcile(...mapsOf(sides), contentId);
}

/** What is on disk at the path when the changes are done. */
export function done({ disk }: Sides, changes: readonly Change[]): Version | undefined {
  const change = changes.find(({ path }) => path === PATH);
  if (change?.kind === 'delete') return undefined;
  if (change?.text === undefined) return disk;
  return { text: change.text, executable: change.executable ?? disk?.executable ?? false };
}
