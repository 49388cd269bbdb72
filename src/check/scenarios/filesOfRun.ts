import { join } from 'node:path';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { mayWrite } from '../app/mayWrite.ts';
import { firstStart, waitUntilAnswers, withReadyWeb, withRun } from '../app/runApp.ts';
import {
  type FileChange,
  fileChanges,
  isEmptyFolder,
  snapshotFiles,
} from '../harness/fileChanges.ts';
import { onReadOnlyRoot } from '../harness/isolation.ts';
import { isSqlite } from '../harness/sqliteFiles.ts';
import { NotChecked } from '../verdict.ts';
import { type Answer, failedRequests, sendKnownRequests } from './knownRequests.ts';

/** A folder that an app might write to, and what became of it. */
export interface WrittenFolder {
  readonly name: 'the project' | 'HOME' | 'TMPDIR';
  readonly changes: readonly FileChange[];
}

/** A web that was used, and what it left on disk when it had ended. */
export interface FilesOfRun {
  readonly answers: readonly Answer[];
  readonly folders: readonly WrittenFolder[];
  /** Those of the written files of the project that are SQLite databases. */
  readonly databases: readonly string[];
}

/** What became of web on a root that nobody can write to. */
export interface ReadOnlyRun {
  /** Ms until it answered; undefined when it did not. */
  readonly readyMs: number | undefined;
  /** Requests that failed here and not on an ordinary root. */
  readonly failed: readonly string[];
  readonly evidence: string;
}

/** How long web may take to end when it is asked to, before it is made to, in ms. */
const END_MS = 5_000;
/** What runtimes and compilers keep in TMPDIR of their own accord, and package managers that start it in HOME. */
const SCRATCH = /^(node-compile-cache|v8-compile-cache|tsx-|jiti|hsperfdata_|\.(npm|yarn)(\/|$))/;

/** Uses web in folders of its own, and looks at them when it has ended: scratch files are gone by then. */
export function filesOfRun(app: ExaminedApp): Promise<FilesOfRun> {
  return app.once('files of a run', async () => {
    const directory = app.place.copy('files-of-run');
    const [home, temporary] = [app.place.folder('files-home'), app.place.folder('files-tmp')];
    const before = [directory, home, temporary].map(snapshotFiles);
    const changes = { HOME: home, TMPDIR: temporary };
    const options = { label: 'web in folders of its own', directory, changes };
    const answers = await withReadyWeb(app, options, async ({ running, port }) => {
      const seen = await sendKnownRequests(app, port);
      running.signal('SIGTERM');
      await running.waitForExit(END_MS).catch(() => undefined);
      return seen;
    });
    const changesOf = (index: number, folder: string): readonly FileChange[] => {
      const after = snapshotFiles(folder);
      return fileChanges(before[index] ?? new Map(), after).filter(
        ({ path }) => !mayWrite(app.told, path) && !isEmptyFolder(after, path),
      );
    };
    const written = changesOf(0, directory);
    return {
      answers,
      databases: written.map(({ path }) => path).filter((path) => isSqlite(join(directory, path))),
      folders: [
        { name: 'the project', changes: written },
        { name: 'HOME', changes: changesOf(1, home).filter(isOfTheApp) },
        { name: 'TMPDIR', changes: changesOf(2, temporary).filter(isOfTheApp) },
      ],
    };
  });
}

function isOfTheApp({ path }: FileChange): boolean {
  return !SCRATCH.test(path);
}

/** The SQLite databases that a run leaves in the project; none when it can't be run. */
export async function writtenDatabases(app: ExaminedApp): Promise<readonly string[]> {
  try {
    return (await filesOfRun(app)).databases;
  } catch (error) {
    if (error instanceof NotChecked) return [];
    throw error;
  }
}

/**
 * Uses web on a read-only root with one temporary folder, as in a hardened container.
 * @throws NotChecked when that can't be had here, or web does not get ready on an ordinary root either
 */
export function readOnlyRun(app: ExaminedApp): Promise<ReadOnlyRun> {
  return app.once('read-only root', async () => {
    if ((await firstStart(app)).readyMs === undefined)
      throw new NotChecked('web does not get ready: see disposability.starts');
    const { directory, home, temporary } = app.place;
    const isolation = onReadOnlyRoot({ temporary, folders: [directory, home] });
    const options = { label: 'web on a read-only root', isolation };
    const { answers: usual } = await filesOfRun(app);
    return withRun(app, options, async (run) => {
      const readyMs = await waitUntilAnswers(app, run);
      const answers = readyMs === undefined ? [] : await sendKnownRequests(app, run.port);
      const failed = failedRequests(answers).filter((one) => !failedRequests(usual).includes(one));
      return { readyMs, failed, evidence: run.running.evidence(5) };
    });
  });
}
