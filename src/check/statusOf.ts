import type { Finding } from './finding.ts';
import type { Verdict } from './verdict.ts';

/**
 * A factor is broken when a requirement of it is; it holds when nothing broke and something that
 * the app did was seen to hold. Files alone prove nothing.
 */
export function statusOf(findings: readonly Finding[]): Verdict['status'] {
  if (findings.some(({ status }) => status === 'broken')) return 'broken';
  const seen = findings.some(
    ({ status, requirement }) => status === 'holds' && requirement.level !== 'static',
  );
  return seen ? 'holds' : 'not-checked';
}
