import { allFactors } from '../../../src/check/factors/allFactors.ts';
import type { CheckResult, Finding } from '../../../src/check/finding.ts';
import type { Factor, Requirement } from '../../../src/check/requirement.ts';
import type { Verdict } from '../../../src/check/verdict.ts';

/** Text that notations, terminals and readers trip over. */
export const HOSTILE =
  '<script>alert("1")</script> & \'2\' ]]> --> \u0000\u0007\u001b[31m\u202e\ufffe\ud800 {{x}} é 漢 \u{1f600}';

function requirementOf(factor: Factor, name: string): Requirement {
  return {
    id: `${factor.slug}.${name}`,
    title: `It keeps ${name}`,
    level: 'run',
    expected: 'the answer is whole',
    remedy: 'Answer before you end.',
    examine: () => ({ status: 'holds', observed: '' }),
  };
}

function finding(factor: Factor, name: string, verdict: Verdict): Finding {
  return { requirement: requirementOf(factor, name), ...verdict, fromMs: 100, toMs: 350 };
}

/**
 * A check of all factors: XI is broken, IV was not checked, the others hold and have one
 * requirement each that was not checked.
 * @param said what the broken one's finding, its evidence and the timeline say
 */
export function sampleResult(said = 'the connection was closed'): CheckResult {
  const unchecked: Verdict = { status: 'not-checked', observed: "it has no process 'worker'" };
  return {
    directory: '/home/you/orders',
    level: 'run',
    durationMs: 27_400,
    factors: allFactors.map((factor) => {
      if (factor.slug === 'logs') {
        const broken: Verdict = {
          status: 'broken',
          observed: said,
          evidence: [said, 'two\nlines'],
        };
        return { factor, status: 'broken', findings: [finding(factor, 'order', broken)] };
      }
      const findings = [finding(factor, 'peace', unchecked)];
      if (factor.slug === 'backing-services') return { factor, status: 'not-checked', findings };
      const holds: Verdict = { status: 'holds', observed: 'answered 200' };
      return { factor, status: 'holds', findings: [finding(factor, 'order', holds), ...findings] };
    }),
    timeline: [
      { atMs: 100, run: said, event: 'started' },
      { atMs: 150, run: 'second', event: 'started' },
      { atMs: 600, run: said, event: 'ready' },
      { atMs: 900, run: said, event: said },
      { atMs: 1_200, run: said, event: 'ended with 0' },
      { atMs: 2_000, run: said, event: 'started' },
    ],
  };
}
