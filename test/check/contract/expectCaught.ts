import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, vi } from 'vitest';
import { asPid1 } from '../../../src/check/harness/isolation.ts';
import { contractChecks } from '../../apps/contract/contractChecks.ts';
import { placeGoodApp } from '../../apps/contract/placeGoodApp.ts';
import { prepareApp } from '../../apps/contract/prepareApp.ts';
import type { Mutant } from './mutant.ts';

// Most mutants keep the test waiting, not the machine busy.
vi.setConfig({ maxConcurrency: 6, testTimeout: 60_000 });

/** A test for each mutant: the check that it breaks fails, and says what is broken. */
export function itCatches(mutants: readonly Mutant[]): void {
  for (const mutant of mutants) {
    const skipped = mutant.mode === 'pid1' && !asPid1().possible;
    const test = skipped ? it.skip : it.concurrent;
    test(`catches an app that ${mutant.name}`, () => expectCaught(mutant));
  }
}

async function expectCaught(mutant: Mutant): Promise<void> {
  const check = contractChecks.find((candidate) => candidate.title.startsWith(mutant.caughtBy));
  if (check === undefined) throw new Error(`no check '${mutant.caughtBy}'`);
  const folder = mkdtempSync(join(tmpdir(), 'mutant-'));
  try {
    const good = placeGoodApp(folder);
    for (const edit of mutant.edits) applyEdit(good.directory, edit);
    const app = prepareApp({ ...good, label: 'mutant', effort: 'brief' });
    const examined = check.examine(app, mutant.mode ?? check.modes[0] ?? 'plain');
    const message = await failureOf(examined.finally(() => app.remove()));
    if (message === undefined) throw new Error(`'${check.title}' did not notice it`);
    if (!mutant.saying.test(message)) throw new Error(`it fails without saying why:\n${message}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function failureOf(examined: Promise<void>): Promise<string | undefined> {
  try {
    await examined;
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function applyEdit(folder: string, edit: Mutant['edits'][number]): void {
  const path = join(folder, edit.file);
  const parts = readFileSync(path, 'utf8').split(edit.from);
  if (parts.length !== 2)
    throw new Error(`${edit.file} has ${parts.length - 1} times: ${edit.from}`);
  writeFileSync(path, parts.join(edit.to));
}
