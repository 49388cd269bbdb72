import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { it, vi } from 'vitest';
import { asPid1 } from '../../../src/check/harness/isolation.ts';
import { contractChecks } from '../../apps/contract/contractChecks.ts';
import { prepareApp } from '../../apps/contract/prepareApp.ts';
import type { Mutant } from './mutants.ts';

// A mutant is broken for ever: no need to wait as long as for an app that is only slow.
process.env.CHECK_TIME_SCALE = '0.4';
vi.setConfig({ maxConcurrency: 12 });

const GOOD = resolve(import.meta.dirname, '../../fixtures/apps/good');

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
  cpSync(GOOD, folder, { recursive: true });
  for (const edit of mutant.edits) applyEdit(folder, edit);
  const app = prepareApp({
    label: 'mutant',
    directory: folder,
    path: dirname(process.execPath),
    idle: ['node', '-e', ''],
    effort: 'brief',
  });
  try {
    const message = await failureOf(check.examine(app, mutant.mode ?? check.modes[0] ?? 'plain'));
    if (message === undefined) throw new Error(`'${check.title}' did not notice it`);
    if (!mutant.saying.test(message)) throw new Error(`it fails without saying why:\n${message}`);
  } finally {
    app.remove();
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
