import type { ExaminedApp } from './app/examinedApp.ts';

/** How deep a check goes: files only, processes on this machine, or the image as well. */
export type Level = 'static' | 'run' | 'image';

/** What became of one requirement. `observed` and `evidence` are shown, so they hold no secret. */
export interface Verdict {
  readonly status: 'holds' | 'broken' | 'not-checked';
  /** One sentence: what was seen, or why nothing could be. */
  readonly observed: string;
  /** Lines that show it, such as a command and the first bad line of a log. */
  readonly evidence?: readonly string[];
}

/** One thing that a factor demands, small enough to be seen to hold or to be broken. */
export interface Requirement {
  /** Stable: the factor's slug, a dot, and a name. */
  readonly id: string;
  /** The demand, in one sentence. */
  readonly title: string;
  /** What `static` sees only explains; a factor holds by what was seen at the other levels. */
  readonly level: Level;
  readonly expected: string;
  /** How to mend an app that breaks it. */
  readonly remedy: string;
  /** Throws NotChecked when what it builds upon is not there; anything else thrown is a bug. */
  examine(app: ExaminedApp): Verdict | Promise<Verdict>;
}

/** One of the twelve factors and what is demanded for it. */
export interface Factor {
  readonly number: number;
  /** Name in options, ids and file names. */
  readonly slug: string;
  readonly title: string;
  /** What an app that keeps it promises. */
  readonly promise: string;
  readonly requirements: readonly Requirement[];
}

/** Thrown by a scenario that can't be played: the requirements that need it are not checked. */
export class NotChecked extends Error {}

/** A verdict in the app's favour. */
export function holds(observed: string, evidence: readonly string[] = []): Verdict {
  return { status: 'holds', observed, evidence };
}

/** A verdict against the app, with what shows it. */
export function broken(observed: string, evidence: readonly string[] = []): Verdict {
  return { status: 'broken', observed, evidence };
}

/** No verdict: says why. */
export function notChecked(reason: string): Verdict {
  return { status: 'not-checked', observed: reason };
}

/** Holds, unless there is a fault; then the first one is what was observed. */
export function verdictOf(
  faults: readonly string[],
  otherwise: string,
  evidence: readonly string[] = [],
): Verdict {
  const [first, ...more] = faults;
  return first === undefined ? holds(otherwise) : broken(first, [...more, ...evidence]);
}
