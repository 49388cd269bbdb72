import type { Level } from './depth.ts';
import type { Factor, Requirement } from './requirement.ts';
import type { TimelineEvent } from './timelineEvent.ts';
import type { Verdict } from './verdict.ts';

/** The verdict on one requirement of one project, and where it came from. */
export interface Finding extends Verdict {
  readonly requirement: Requirement;
  /** When it was examined, in ms since the check began. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** A factor with what was found for each of its requirements. */
export interface FactorFindings {
  readonly factor: Factor;
  readonly status: Verdict['status'];
  readonly findings: readonly Finding[];
}

/** A whole check. */
export interface CheckResult {
  /** The project that was checked. */
  readonly directory: string;
  readonly level: Level;
  readonly factors: readonly FactorFindings[];
  /** What happened when, in order. */
  readonly timeline: readonly TimelineEvent[];
  readonly durationMs: number;
  /** Why it ended before everything was examined, if it did. */
  readonly endedEarly?: string;
}
