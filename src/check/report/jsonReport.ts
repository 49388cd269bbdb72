import type { CheckResult, FactorFindings, Finding } from '../finding.ts';
import { roman } from '../roman.ts';
import { pageOf } from './pageOf.ts';
import { tally } from './tally.ts';

/** A check for programs, as docs/check-report.schema.json describes it. Times are in ms since it began. */
export function jsonReport(result: CheckResult, exitCode: number): object {
  const { directory, level, durationMs, endedEarly, timeline } = result;
  return {
    directory,
    level,
    exitCode,
    durationMs: Math.round(durationMs),
    endedEarly: endedEarly ?? null,
    summary: tally(result.factors),
    factors: result.factors.map(factorJson),
    timeline: timeline.map(({ atMs, run, event }) => ({ atMs: Math.round(atMs), run, event })),
  };
}

function factorJson({ factor, status, findings }: FactorFindings): object {
  const { number, slug, title, promise } = factor;
  return {
    ...{ number, roman: roman(factor), slug, title, promise, status },
    findings: findings.map((finding) => findingJson(factor, finding)),
  };
}

function findingJson(factor: FactorFindings['factor'], finding: Finding): object {
  const { requirement, status, observed, evidence = [], fromMs, toMs } = finding;
  const { id, title, level, expected, remedy } = requirement;
  return {
    ...{ id, title, level, status, observed, evidence, expected, remedy },
    page: pageOf(factor, requirement),
    fromMs: Math.round(fromMs),
    toMs: Math.round(toMs),
  };
}
