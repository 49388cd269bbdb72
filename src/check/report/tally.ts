import type { Verdict } from '../verdict.ts';

/** How many hold, are broken, and were not checked. */
export interface Tally {
  readonly holds: number;
  readonly broken: number;
  readonly notChecked: number;
}

/** Counts verdicts. */
export function tally(verdicts: readonly Pick<Verdict, 'status'>[]): Tally {
  const count = (status: Verdict['status']): number =>
    verdicts.filter((verdict) => verdict.status === status).length;
  return { holds: count('holds'), broken: count('broken'), notChecked: count('not-checked') };
}
