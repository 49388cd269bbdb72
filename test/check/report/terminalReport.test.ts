import { describe, expect, it } from 'vitest';
import { terminalReport } from '../../../src/check/report/terminalReport.ts';
import { plainStyles } from '../../../src/host/styles.ts';
import { HOSTILE, sampleResult } from './sampleResult.ts';

const report = (columns = 80, said?: string): string =>
  terminalReport(sampleResult(said), plainStyles, columns);

describe('the report for a terminal', () => {
  it('begins with what broke: seen, shown, expected, to do, and where to read more', () => {
    expect(report().split('\n\n')[0]).toBe(
      [
        'BROKEN  XI Logs: It keeps order',
        '  observed  the connection was closed',
        '      the connection was closed',
        '      two',
        '      lines',
        '  expected  the answer is whole',
        '  to do     Answer before you end.',
        '  about     docs/factors/11-logs.md#logs.order',
      ].join('\n'),
    );
  });

  it('has one line a factor', () => {
    const [, card = ''] = report().split('\n\n');
    expect(card.split('\n')).toHaveLength(12);
    expect(card).toMatch(/^ {3}I {2}Codebase {13}holds {7}1 hold, 1 not checked$/m);
    expect(card).toMatch(/^ {2}IV {2}Backing services {5}not checked 1 not checked$/m);
    expect(card).toMatch(/^ {2}XI {2}Logs {17}BROKEN {6}1 broken$/m);
  });

  it('tells once why something was not checked, with all that it concerns', () => {
    const [, , reasons = ''] = report().split('\n\n');
    expect(reasons).toMatch(/^Not checked\n {2}it has no process 'worker'\n {6}codebase\.peace, /);
    expect(reasons.match(/no process/g)).toHaveLength(1);
    expect(reasons).not.toContain('logs.');
  });

  it('ends with the count', () => {
    expect(report().split('\n').at(-1)).toBe('10 of 12 factors hold, 1 is broken (27.4 s)');
  });

  it('says so when it ended early, and that files prove nothing', () => {
    const early = { ...sampleResult(), endedEarly: 'SIGINT came', level: 'static' as const };
    const text = terminalReport(early, plainStyles, 80);
    expect(text).toContain('The check ended before everything was examined: SIGINT came.');
    expect(text).toContain('Files alone prove no factor');
  });

  it.each([80, 60, 47])('fits into %d columns', (columns) => {
    const long = `${'It was seen to be '.repeat(20)}${'x'.repeat(200)}`;
    const wide = report(columns, long).split('\n');
    expect(wide.filter((line) => line.length > columns)).toEqual([]);
  });

  it('gives a terminal nothing to act on', () => {
    expect(report(80, HOSTILE)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it('sets words apart by the styles that it is given', () => {
    const loud = { ...plainStyles, fail: (text: string) => `!${text}!` };
    expect(terminalReport(sampleResult(), loud, 80)).toMatch(/^!BROKEN! {2}XI Logs/);
  });
});
