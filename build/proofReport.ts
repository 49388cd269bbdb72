import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** A broken app that was checked, and what was said of it. */
export interface Kill {
  readonly mutant: string;
  /** The reference app that it was made from. */
  readonly app: string;
  /** The requirement that it breaks. */
  readonly breaks: string;
  readonly observed?: string;
}

/** The same with whether the requirement saw it. */
interface JudgedKill extends Kill {
  readonly caught: boolean;
}

const TABLE = join(import.meta.dirname, '../docs/check-proof.md');

const HEAD = `# Is the check right?

A check that never finds anything is worth nothing, and one that finds what is not there is worth less.
So it is tried: \`npm run proof\` checks good apps, in which it may find nothing, and the broken ones below,
each of which differs from a good one in one thing. It renews this table.

The good apps are \`test/fixtures/apps/guestbook-node\` and \`guestbook-python\`: no generator made them, and
they use no library, so that everything that is checked can be broken in a few lines.

| An app that | made from | breaks | What the check observed | |
| --- | --- | --- | --- | --- |
`;

/** The table of what was caught, as Markdown. */
export function proofTable(kills: readonly JudgedKill[]): string {
  return `${HEAD}${kills.map((kill) => `${rowStart(kill)} ${cell(kill.observed ?? '')} | ${kill.caught ? 'caught' : 'MISSED'} |`).join('\n')}\n`;
}

/** The beginning of a mutant's line in the table, by which it is found. */
export function rowStart({ mutant, app, breaks }: Kill): string {
  return `| ${cell(mutant)} | ${app} | \`${breaks}\` |`;
}

function cell(text: string): string {
  // Numbers of ports, processes and times, and folders, differ from run to run.
  const steady = text
    .split('\n')[0]
    ?.replace(/\/tmp\/\S*?\/project\b/g, '.')
    .replace(/\b\d{2,}\b/g, 'N');
  return (steady ?? '').replace(/[\\|<>*_`[\]]/g, '\\$&');
}

function judge(test: TestCase): JudgedKill[] {
  const { kill } = test.meta();
  return kill === undefined ? [] : [{ ...kill, caught: test.result().state === 'passed' }];
}

/** Writes the table after a run of the whole proof; a run of a part of it leaves the table alone. */
export default class ProofReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const kills = tests.flatMap(judge);
    const mutants = tests.filter(({ name }) => name.startsWith('catches'));
    if (kills.length > 0 && kills.length === mutants.length)
      writeFileSync(TABLE, proofTable(kills));
  }
}
