import { VERSION } from '../../version.ts';
import type { CheckResult, FactorFindings, Finding } from '../finding.ts';
import { roman } from '../roman.ts';
import type { Verdict } from '../verdict.ts';
import { escapeMarkup } from './escapeMarkup.ts';
import { htmlStyle } from './htmlStyle.ts';
import { htmlTimeline } from './htmlTimeline.ts';
import { pageOf, siteOf } from './pageOf.ts';
import { tally } from './tally.ts';

/** A check as one page that needs nothing else: no network, no script. */
export function htmlReport(result: CheckResult): string {
  const { factors, directory } = result;
  const name = directory.split('/').at(-1) ?? directory;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeMarkup(name)}: twelve-factor check</title>
<style>${htmlStyle}</style>
</head>
<body>
${header(result)}
<main>
<h2>Scorecard</h2>
<ul class="card">
${factors.map(tile).join('\n')}
</ul>
<h2>What was found</h2>
${factors.map(factorSection).join('\n')}
<h2 id="timeline">Starts and ends</h2>
${htmlTimeline(result)}
</main>
<footer><p class="quiet">create-twelve-factor ${escapeMarkup(VERSION)}</p></footer>
</body>
</html>
`;
}

const MANNERS = {
  static: 'its files were read, nothing was run',
  run: 'it was run as processes',
  image: 'it was run as processes and as an image',
} as const;

function header({ directory, factors, level, durationMs, endedEarly }: CheckResult): string {
  const { holds, broken } = tally(factors);
  const verdict = `${holds} of ${factors.length} factors hold, ${broken} ${broken === 1 ? 'is' : 'are'} broken`;
  const kind = broken > 0 ? 'broken' : holds === factors.length ? 'holds' : 'not-checked';
  return `<header>
<h1>Twelve-factor check</h1>
<p class="quiet">${escapeMarkup(directory)}: ${MANNERS[level]}, ${(durationMs / 1000).toFixed(1)} s</p>
<p class="verdict ${kind}">${verdict}</p>
${endedEarly === undefined ? '' : `<p class="broken">It ended before everything was examined: ${escapeMarkup(endedEarly)}.</p>`}
</header>`;
}

const WORDS: Readonly<Record<Verdict['status'], string>> = {
  holds: '✓ holds',
  broken: '✗ broken',
  'not-checked': '– not checked',
};

function tile({ factor, status }: FactorFindings): string {
  return `<li><a class="${status}-edge" href="#${factor.slug}"><span class="numeral">${roman(factor)}</span><span>${factor.title}<span class="status ${status}">${WORDS[status]}</span></span></a></li>`;
}

function factorSection({ factor, status, findings }: FactorFindings): string {
  return `<section id="${factor.slug}">
<h3><span class="numeral">${roman(factor)}</span>${factor.title} <span class="status ${status}">${WORDS[status]}</span></h3>
<p class="quiet">${escapeMarkup(factor.promise)} <a href="${siteOf(factor)}">The factor</a></p>
${findings.length === 0 ? '<p class="quiet">Nothing was examined.</p>' : ''}
${findings.map((finding) => findingShape(factor, finding)).join('\n')}
</section>`;
}

/** What broke is open; the rest can be opened. */
function findingShape(factor: FactorFindings['factor'], finding: Finding): string {
  const { requirement, status, observed, evidence = [] } = finding;
  const proof = evidence.join('\n').trimEnd();
  const rows = [
    ...(proof === '' ? [] : [['evidence', `<pre>${escapeMarkup(proof)}</pre>`]]),
    ['expected', escapeMarkup(requirement.expected)],
    ...(status === 'broken' ? [['to do', escapeMarkup(requirement.remedy)]] : []),
    ['about', `<code>${escapeMarkup(pageOf(factor, requirement))}</code>`],
  ];
  return `<details class="finding" id="${requirement.id}"${status === 'broken' ? ' open' : ''}>
<summary><span class="status ${status}">${WORDS[status]}</span> ${escapeMarkup(requirement.title)}<span class="observed">${escapeMarkup(observed)}</span></summary>
<dl>
${rows.map(([name, text]) => `<dt>${name}</dt><dd>${text}</dd>`).join('\n')}
</dl>
</details>`;
}
