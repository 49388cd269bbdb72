import type { CheckResult } from '../finding.ts';
import type { TimelineEvent } from '../timelineEvent.ts';
import { escapeMarkup } from './escapeMarkup.ts';
import { type Lane, timelineLanes } from './timelineLanes.ts';

/** Measures of the drawing, in units of its view box. */
const LABELS = 300;
const CHART = 640;
const LANE = 20;
const TOP = 24;
const BAR = 10;
const LONGEST_LABEL = 46;
/** About how many marks of time there are. */
const MARKS = 8;

/** When each run of the app started, was ready, was asked to end, and ended: a drawing and a table. */
export function htmlTimeline({ timeline, durationMs }: CheckResult): string {
  const lanes = timelineLanes(timeline, durationMs);
  if (lanes.length === 0) return '<p>Nothing of the project was run.</p>';
  const height = TOP + lanes.length * LANE + 8;
  const x = (ms: number): number => round(LABELS + (ms / Math.max(durationMs, 1)) * CHART);
  return `<div class="chart" role="group" tabindex="0" aria-label="Timeline, may be scrolled">
<svg viewBox="0 0 ${LABELS + CHART + 20} ${height}" role="img" aria-label="${lanes.length} runs of the app in ${(durationMs / 1000).toFixed(1)} seconds; the table below says the same">
${marks(durationMs, x, height)}
${lanes.map((lane, index) => laneShape(lane, TOP + index * LANE, x)).join('\n')}
</svg></div>
<p class="key"><span class="swatch starting"></span> starting <span class="swatch running"></span> ready or running <span class="swatch moment"></span> something happened</p>
<details><summary>The same as a table</summary><div class="chart"><table>
<thead><tr><th scope="col">Second</th><th scope="col">Run</th><th scope="col">What happened</th></tr></thead>
<tbody>${timeline.map(eventRow).join('\n')}</tbody></table></div></details>`;
}

function marks(durationMs: number, x: (ms: number) => number, height: number): string {
  const step = stepOf(durationMs / 1000 / MARKS);
  const seconds = Array.from(
    { length: Math.floor(durationMs / 1000 / step) + 1 },
    (_, index) => index * step,
  );
  return seconds
    .map((second) => {
      const at = x(second * 1000);
      return `<line class="mark" x1="${at}" x2="${at}" y1="${TOP - 6}" y2="${height}"/><text class="second" x="${at}" y="12">${round(second)} s</text>`;
    })
    .join('\n');
}

/** The next larger of 1, 2 and 5 times a power of ten. */
function stepOf(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 0.1)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? power;
}

function laneShape(lane: Lane, y: number, x: (ms: number) => number): string {
  const readyMs = lane.events.find(({ event }) => event === 'ready')?.atMs;
  const bar = (kind: string, from: number, to: number): string =>
    `<rect class="${kind}" x="${x(from)}" y="${y + 5}" width="${Math.max(1, round(x(to) - x(from)))}" height="${BAR}" rx="2"/>`;
  const bars =
    readyMs === undefined
      ? bar('starting', lane.startMs, lane.endMs)
      : bar('starting', lane.startMs, readyMs) + bar('running', readyMs, lane.endMs);
  const moments = lane.events
    .filter(({ event }) => event !== 'started' && event !== 'ready')
    .map(({ atMs, event }) => {
      const at = x(atMs);
      return `<path class="moment" d="M${at} ${y + 3}v${BAR + 4}"><title>${escapeMarkup(event)}</title></path>`;
    })
    .join('');
  const title = lane.events.map(({ atMs, event }) => `${clock(atMs)} ${event}`).join('\n');
  return `<g><title>${escapeMarkup(`${lane.run}\n${title}`)}</title><text x="${LABELS - 8}" y="${y + 14}" class="lane">${escapeMarkup(shorten(lane.run))}</text>${bars}${moments}</g>`;
}

function eventRow({ atMs, run, event }: TimelineEvent): string {
  return `<tr><td class="number">${clock(atMs)}</td><td>${escapeMarkup(run)}</td><td>${escapeMarkup(event)}</td></tr>`;
}

function shorten(text: string): string {
  return text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text;
}

function clock(ms: number): string {
  return (ms / 1000).toFixed(2);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
