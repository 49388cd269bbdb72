import type { CheckResult, FactorFindings, Finding } from '../finding.ts';

const MARKS = { holds: 'holds', broken: 'BROKEN', 'not-checked': 'not checked' } as const;

/** A check as text for a terminal: what broke first, then one line a factor. */
export function terminalReport(result: CheckResult): string {
  const broken = result.factors
    .flatMap(({ findings }) => findings)
    .filter(({ status }) => status === 'broken');
  const held = result.factors.filter(({ status }) => status === 'holds').length;
  return [
    ...broken.map(brokenText),
    ...result.factors.map(factorLine),
    '',
    `${held} of ${result.factors.length} factors hold (${(result.durationMs / 1000).toFixed(1)} s)`,
  ].join('\n');
}

function brokenText({ requirement, observed, evidence = [] }: Finding): string {
  return [
    `${MARKS.broken}  ${requirement.id}: ${requirement.title}`,
    `  observed: ${observed}`,
    ...evidence.flatMap((text) => text.split('\n')).map((line) => `    ${line}`),
    `  expected: ${requirement.expected}`,
    `  to do:    ${requirement.remedy}`,
    '',
  ].join('\n');
}

function factorLine({ factor, status, findings }: FactorFindings): string {
  const counts = (['holds', 'broken', 'not-checked'] as const)
    .map((kind) => [kind, findings.filter((finding) => finding.status === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${MARKS[kind].toLowerCase()}`);
  const number = String(factor.number).padStart(2);
  return `${number} ${factor.title.padEnd(20)} ${MARKS[status].padEnd(12)} ${counts.join(', ')}`;
}
