import { describe, expect, it } from 'vitest';
import { htmlReport } from '../../../src/check/report/htmlReport.ts';
import { timelineLanes } from '../../../src/check/report/timelineLanes.ts';
import { HOSTILE, sampleResult } from './sampleResult.ts';

describe('the page', () => {
  it('asks for nothing else: no script, no file, no network', () => {
    const page = htmlReport(sampleResult());
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\bsrc=|\bon\w+=/i);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    const addresses = [...page.matchAll(/https?:\/\/[^"'\s<]+/g)].map(([address]) => address);
    expect(addresses.every((address) => address.startsWith('https://12factor.net/'))).toBe(true);
  });

  it('shows what an app said as text, whatever it said', () => {
    const page = htmlReport(sampleResult(HOSTILE));
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\ufffe]/);
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
  });

  it('says so when nothing was run', () => {
    expect(htmlReport({ ...sampleResult(), timeline: [] })).toContain(
      'Nothing of the project was run',
    );
  });
});

describe('the timeline', () => {
  it('has a lane a run, also where two runs have one name', () => {
    const { timeline, durationMs } = sampleResult('first');
    expect(timelineLanes(timeline, durationMs)).toMatchObject([
      { run: 'first', startMs: 100, endMs: 1_200 },
      { run: 'second', startMs: 150, endMs: 27_400 },
      { run: 'first', startMs: 2_000, endMs: 27_400 },
    ]);
  });
});
