import { printable } from '../../errors.ts';
import type { Styles } from '../../host/styles.ts';
import type { CheckResult, FactorFindings, Finding } from '../finding.ts';
import { roman } from '../roman.ts';
import type { Verdict } from '../verdict.ts';
import { pageOf } from './pageOf.ts';
import { tally } from './tally.ts';
import { wrapText } from './wrapText.ts';

/** Lines longer than this are hard to read, however wide the terminal is. */
const WIDEST = 100;
const NARROWEST = 30;

/** How a report is set for one terminal. */
interface Setting {
  readonly styles: Styles;
  readonly columns: number;
}

/** A check as text for a terminal: what broke, then one line a factor, then what was not checked. */
export function terminalReport(result: CheckResult, styles: Styles, columns: number): string {
  const setting = { styles, columns: Math.min(WIDEST, Math.max(NARROWEST, columns)) };
  const sections = [
    ...result.factors.flatMap((factor) => brokenSections(factor, setting)),
    result.factors.map((factor) => factorLine(factor, setting)),
    notCheckedLines(result.factors, setting),
    closingLines(result, setting),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function brokenSections(
  { factor, findings }: FactorFindings,
  setting: Setting,
): readonly (readonly string[])[] {
  const { styles, columns } = setting;
  return findings
    .filter(({ status }) => status === 'broken')
    .map((finding) => {
      const { requirement, observed, evidence = [] } = finding;
      const title = `${roman(factor)} ${factor.title}: ${requirement.title}`;
      return [
        ...wrapText(title, columns - 8).map(
          (line, index) => `${index === 0 ? styles.fail('BROKEN') : '      '}  ${line}`,
        ),
        ...field('observed', observed, setting),
        ...evidence
          .flatMap((text) => text.trimEnd().split('\n'))
          .flatMap((line) => wrapText(printable(line), columns - 6))
          .map((line) => `      ${styles.dim(line)}`),
        ...field('expected', requirement.expected, setting),
        ...field('to do', requirement.remedy, setting),
        `  ${styles.dim('about')}     ${styles.code(pageOf(factor, requirement))}`,
      ];
    });
}

function field(name: string, text: string, { styles, columns }: Setting): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) => wrapText(printable(line), columns - 12))
    .map((line, index) => `  ${styles.dim((index === 0 ? name : '').padEnd(9))} ${line}`);
}

const WORDS: Readonly<Record<Verdict['status'], string>> = {
  holds: 'holds',
  broken: 'BROKEN',
  'not-checked': 'not checked',
};

function factorLine(
  { factor, status, findings }: FactorFindings,
  { styles, columns }: Setting,
): string {
  const { holds, broken, notChecked } = tally(findings);
  const counts = [
    ...(holds > 0 ? [`${holds} hold`] : []),
    ...(broken > 0 ? [`${broken} broken`] : []),
    ...(notChecked > 0 ? [`${notChecked} not checked`] : []),
  ].join(', ');
  const style = { holds: styles.ok, broken: styles.fail, 'not-checked': styles.dim }[status];
  const start = `${roman(factor).padStart(4)}  ${factor.title.padEnd(20)}`;
  const word = style(WORDS[status].padEnd(11));
  const fits = start.length + 13 + counts.length <= columns;
  return `${start} ${word}${fits ? ` ${styles.dim(counts)}` : ''}`.trimEnd();
}

/** Why nothing was seen, each reason once, with the requirements that it kept from being examined. */
function notCheckedLines(
  factors: readonly FactorFindings[],
  { styles, columns }: Setting,
): readonly string[] {
  const byReason = new Map<string, Finding[]>();
  for (const finding of factors.flatMap(({ findings }) => findings)) {
    if (finding.status !== 'not-checked') continue;
    const [reason = ''] = finding.observed.split('\n');
    byReason.set(reason, [...(byReason.get(reason) ?? []), finding]);
  }
  if (byReason.size === 0) return [];
  const lines = [...byReason].flatMap(([reason, findings]) => [
    ...wrapText(printable(reason), columns - 2).map((line) => `  ${line}`),
    ...wrapText(findings.map(({ requirement }) => requirement.id).join(', '), columns - 6).map(
      (line) => `      ${styles.dim(line)}`,
    ),
  ]);
  return [styles.heading('Not checked'), ...lines];
}

function closingLines(
  { factors, durationMs, level, endedEarly }: CheckResult,
  { styles, columns }: Setting,
): readonly string[] {
  const { holds, broken } = tally(factors);
  const early = `The check ended before everything was examined: ${endedEarly}.`;
  const verdict = `${holds} of ${factors.length} factors hold, ${broken} ${broken === 1 ? 'is' : 'are'} broken`;
  return [
    ...(endedEarly === undefined ? [] : wrapText(early, columns).map(styles.fail)),
    ...(level === 'static'
      ? wrapText(
          'Files alone prove no factor: leave out --static to see what the app does.',
          columns,
        )
      : []),
    `${broken > 0 ? styles.fail(verdict) : styles.heading(verdict)} (${(durationMs / 1000).toFixed(1)} s)`,
  ];
}
