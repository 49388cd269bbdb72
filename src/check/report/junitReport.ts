import type { CheckResult, FactorFindings, Finding } from '../finding.ts';
import { roman } from '../roman.ts';
import { escapeMarkup } from './escapeMarkup.ts';
import { pageOf } from './pageOf.ts';
import { tally } from './tally.ts';

/**
 * A check as JUnit XML, for CI systems that show tests: a suite a factor, a test case a requirement;
 * one that was not checked is skipped. Times are in seconds.
 */
export function junitReport({ factors, durationMs, directory }: CheckResult): string {
  const findings = factors.flatMap((factor) => factor.findings);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name: `twelve factors of ${directory}`, ...counts(findings), time: seconds(durationMs) })}>`,
    ...factors.map(suite),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite({ factor, findings }: FactorFindings): string {
  const time = findings.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const name = `${roman(factor)} ${factor.title}`;
  return [
    `  <testsuite ${attributes({ name, ...counts(findings), time: seconds(time) })}>`,
    ...findings.map((finding) => testCase(factor, finding)),
    '  </testsuite>',
  ].join('\n');
}

function testCase(factor: FactorFindings['factor'], finding: Finding): string {
  const { requirement, status, observed, fromMs, toMs } = finding;
  const facts = {
    classname: factor.slug,
    name: `${requirement.id}: ${requirement.title}`,
    time: seconds(toMs - fromMs),
  };
  const start = `    <testcase ${attributes(facts)}`;
  if (status === 'holds') return `${start}/>`;
  const inside =
    status === 'broken'
      ? `<failure ${attributes({ type: 'broken', message: observed })}>${escapeMarkup(story(factor, finding))}</failure>`
      : `<skipped ${attributes({ message: observed })}/>`;
  return `${start}>\n      ${inside}\n    </testcase>`;
}

function story(factor: FactorFindings['factor'], finding: Finding): string {
  const { requirement, observed, evidence = [] } = finding;
  return [
    `observed: ${observed}`,
    ...evidence,
    `expected: ${requirement.expected}`,
    `to do: ${requirement.remedy}`,
    `about: ${pageOf(factor, requirement)}`,
  ].join('\n');
}

function counts(findings: readonly Finding[]): Readonly<Record<string, string>> {
  const { broken, notChecked } = tally(findings);
  return {
    tests: String(findings.length),
    failures: String(broken),
    errors: '0',
    skipped: String(notChecked),
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** A line end in an attribute would be read as a blank. */
function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escapeMarkup(value).replaceAll('\n', '&#10;')}"`)
    .join(' ');
}
