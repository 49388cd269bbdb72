import type { ExaminedApp } from './app/examinedApp.ts';
import type { Level } from './depth.ts';
import type { Verdict } from './verdict.ts';

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
