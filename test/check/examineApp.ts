import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { CheckFile } from '../../src/check/app/checkFile.ts';
import type { ExaminedApp } from '../../src/check/app/examinedApp.ts';
import { CHECK_FILE, prepareApp } from '../../src/check/app/prepareApp.ts';
import { allFactors } from '../../src/check/factors/allFactors.ts';
import type { Environment } from '../../src/check/harness/validEnvironment.ts';
import { NotChecked, notChecked, type Verdict } from '../../src/check/verdict.ts';

/** An app of test/fixtures/apps with changes. */
export interface AppUnderTest {
  /** Name of the fixture; default is `good`. */
  readonly fixture?: string;
  /** Texts that are replaced, each of which is in its file exactly once. */
  readonly edits?: readonly (readonly [file: string, from: string, to: string])[];
  /** Files that are added or replaced. */
  readonly files?: Readonly<Record<string, string>>;
  readonly told?: CheckFile;
  readonly given?: Environment;
}

const FIXTURES = resolve(import.meta.dirname, '../fixtures/apps');

/** Makes the app, prepares it for a check, gives it to `use`, and deletes it. */
export async function withApp<Result>(
  { fixture = 'good', edits = [], files = {}, told = {}, given = {} }: AppUnderTest,
  use: (app: ExaminedApp) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'app-under-test-'));
  try {
    cpSync(join(FIXTURES, fixture), folder, { recursive: true });
    for (const [path, text] of Object.entries(files)) write(join(folder, path), text);
    for (const [file, from, to] of edits) edit(join(folder, file), from, to);
    write(join(folder, CHECK_FILE), JSON.stringify(told));
    return await usePrepared(await prepareApp(folder, process.env.PATH ?? '', given), use);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What becomes of one requirement, or of several of one run. */
export async function examine(app: ExaminedApp, id: string): Promise<Verdict> {
  const requirement = allFactors
    .flatMap(({ requirements }) => requirements)
    .find((candidate) => candidate.id === id);
  if (requirement === undefined) throw new Error(`there is no requirement '${id}'`);
  try {
    return await requirement.examine(app);
  } catch (error) {
    if (error instanceof NotChecked) return notChecked(error.message);
    throw error;
  }
}

async function usePrepared<Result>(
  app: ExaminedApp,
  use: (app: ExaminedApp) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(app);
  } finally {
    await app.end();
    app.place.remove();
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function edit(path: string, from: string, to: string): void {
  const parts = readFileSync(path, 'utf8').split(from);
  if (parts.length !== 2) throw new Error(`${path} has ${parts.length - 1} times: ${from}`);
  writeFileSync(path, parts.join(to));
}
