/** The style of the report's page: light or dark as the reader's system is, one column when narrow or printed. */
export const htmlStyle = `
:root { color-scheme: light dark; --ground: #fff; --raised: #f6f8fa; --text: #1f2328; --quiet: #59636e;
  --line: #d1d9e0; --holds: #1a7f37; --broken: #cf222e; --link: #0969da; --starting: #9ec5fe; --running: #0969da; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --raised: #161b22; --text: #e6edf3;
  --quiet: #9198a1; --line: #3d444d; --holds: #3fb950; --broken: #ff7b72; --link: #58a6ff;
  --starting: #1f4a80; --running: #58a6ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 2rem 1rem 4rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.6rem; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.25rem; }
h3 { margin: 0; font-size: 1rem; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, .chart:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.quiet { color: var(--quiet); }
.verdict { margin: 1rem 0 0; font-size: 1.25rem; font-weight: 600; }
.holds { color: var(--holds); } .broken { color: var(--broken); } .not-checked { color: var(--quiet); }
.status { font-weight: 600; white-space: nowrap; }
.card { list-style: none; margin: 1.5rem 0 0; padding: 0; display: grid; gap: .5rem;
  grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); }
.card a { display: flex; gap: .6rem; height: 100%; padding: .6rem .75rem; border: 1px solid var(--line); border-left-width: 4px;
  border-radius: 6px; background: var(--raised); color: inherit; text-decoration: none; }
.card a:hover { border-color: var(--link); }
.card .holds-edge { border-left-color: var(--holds); } .card .broken-edge { border-left-color: var(--broken); }
.numeral { min-width: 2.2rem; color: var(--quiet); font-variant-numeric: tabular-nums; }
.card .status { display: block; font-size: .875rem; }
section { border-top: 1px solid var(--line); padding-top: 1rem; margin-top: 1.5rem; }
section > h3 { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; font-size: 1.1rem; }
details { margin: .5rem 0; }
summary { cursor: pointer; }
.finding { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: .5rem .75rem; background: var(--raised); }
.finding summary .status { margin-right: .5rem; }
.finding dl { margin: .5rem 0 0; display: grid; grid-template-columns: 6rem 1fr; gap: .25rem .75rem; }
.observed { display: block; color: var(--quiet); font-size: .9375rem; white-space: pre-line; }
dt { color: var(--quiet); } dd { margin: 0; white-space: pre-line; }
pre { margin: 0; padding: .5rem; overflow-x: auto; background: var(--ground); border: 1px solid var(--line); border-radius: 4px;
  font: .8125rem/1.45 ui-monospace, monospace; white-space: pre-wrap; }
code { font-family: ui-monospace, monospace; font-size: .875em; }
.chart { overflow-x: auto; }
svg { display: block; width: 100%; min-width: 40rem; height: auto; }
svg text { font: 11px system-ui, sans-serif; fill: var(--text); }
svg .lane { text-anchor: end; } svg .second { text-anchor: middle; fill: var(--quiet); }
.mark { stroke: var(--line); } .starting { fill: var(--starting); background: var(--starting); }
.running { fill: var(--running); background: var(--running); } path.moment { stroke: var(--broken); stroke-width: 2; }
.swatch { display: inline-block; width: 1rem; height: .7rem; border-radius: 2px; margin-left: .75rem; }
.swatch.moment { width: 2px; background: var(--broken); }
.key { font-size: .875rem; color: var(--quiet); }
table { border-collapse: collapse; font-size: .875rem; }
th, td { padding: .2rem .75rem .2rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
.number { font-variant-numeric: tabular-nums; text-align: right; }
@media (max-width: 36rem) { .finding dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; } }
@media print { body { max-width: none; padding: 0 .25rem; font-size: 10pt; } .card { grid-template-columns: repeat(3, 1fr); }
  section, .finding, .card li { break-inside: avoid; } svg { min-width: 0; } a { color: inherit; } }
`;
