import { readFileSync, writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { APP_FAULTS, type AppFault } from '../test/apps/appFaults.ts';
import { replacePassage } from './document.ts';
import { cell, TABLE } from './faultsReport.ts';

const HEAD = '| Row | Fault | Proven by | Verdict |\n|---|---|---|---|';

/** The beginning of a fault's line in the table, by which it is found. */
export function appLineStart({ row, fault, test }: AppFault): string {
  return `| ${row} | ${cell(fault)} | ${cell(test)} |`;
}

/** The table with the verdict of a run on each fault that it tried; what it left out stays as it was. */
export function appFaultsTable(
  document: string,
  verdictOn: (fault: AppFault) => string | undefined,
): string {
  const lines = document.split('\n');
  const rows = APP_FAULTS.map((fault) => {
    const start = appLineStart(fault);
    const verdict = verdictOn(fault);
    const known = lines.find((line) => line.startsWith(start));
    return verdict === undefined ? (known ?? `${start} not tried |`) : `${start} ${verdict} |`;
  });
  return [HEAD, ...rows].join('\n');
}

/** What the tests of a run say about a fault; undefined if none of them was run. */
function judge({ test }: AppFault, tests: readonly TestCase[]): string | undefined {
  const states = tests
    .filter(({ name }) => name.includes(test))
    .map((one) => one.result().state)
    .filter((state) => state === 'passed' || state === 'failed');
  if (states.length === 0) return undefined;
  return states.includes('failed') ? 'broken' : 'holds';
}

/** Renews the lines of the faults that a run of the apps' or the containers' tests tried. */
export default class AppFaultsReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const document = readFileSync(TABLE, 'utf8');
    const table = appFaultsTable(document, (fault) => judge(fault, tests));
    writeFileSync(TABLE, replacePassage(document, 'apps', table));
  }
}
