import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { replacePassage } from './document.ts';

/** A fault of test/faults that was tried, as far as that came. */
export interface TriedFault {
  readonly row: string;
  readonly fault: string;
  /** The line that tells the user how the run went. */
  readonly sees?: string;
  readonly exit?: number | string;
}

/** The same with what the suite says about it. */
interface JudgedFault extends TriedFault {
  readonly verdict: string;
}

/** The document that holds the tables. */
export const TABLE = join(import.meta.dirname, '../docs/faults.md');

const HEAD = '| Row | Fault | What the user sees | Exit | Verdict |\n|---|---|---|---|---|';

/** The table of faults as Markdown. */
export function faultsTable(faults: readonly JudgedFault[]): string {
  return [HEAD, ...faults.map(tableLine)].join('\n');
}

/** The beginning of a fault's line in the table, by which it is found. */
export function lineStart({ row, fault }: Pick<TriedFault, 'row' | 'fault'>): string {
  return `| ${row} | ${cell(fault)} |`;
}

function tableLine(tried: JudgedFault): string {
  const sees = tried.sees ? cell(tried.sees) : '';
  return `${lineStart(tried)} ${sees} | ${tried.exit ?? ''} | ${cell(tried.verdict)} |`;
}

/** A text as a cell of a Markdown table. */
export function cell(text: string): string {
  return text.replace(/[\\|<>*_`[\]]/g, '\\$&');
}

function judge(test: TestCase): JudgedFault[] {
  const { fault } = test.meta();
  if (!fault) return [];
  const result = test.result();
  if (result.state === 'skipped') return [{ ...fault, verdict: `not tried: ${result.note}` }];
  return [{ ...fault, verdict: result.state === 'passed' ? 'holds' : 'broken' }];
}

/** Writes the table after a run of the whole suite; a run of a part of it leaves the table alone. */
export default class FaultsReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const judged = tests.flatMap(judge);
    if (tests.length === 0 || judged.length < tests.length) return;
    const document = readFileSync(TABLE, 'utf8');
    writeFileSync(TABLE, replacePassage(document, 'program', faultsTable(judged)));
  }
}
