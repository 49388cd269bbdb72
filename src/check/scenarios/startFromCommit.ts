import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { installedIn } from '../app/placeProject.ts';
import { firstStart, waitUntilAnswers, withRun } from '../app/runApp.ts';
import { ignoredFolders } from '../git/ignoredFolders.ts';
import { committedProject } from './repository.ts';

/** How the committed state started, and where it did not, how the files that lie there did. */
export interface StartFromCommit {
  readonly commit: string;
  /** Ms until it answered; undefined when it never did. */
  readonly committedMs: number | undefined;
  /** The same of the files as they are; undefined also when that was not tried. */
  readonly uncommittedMs: number | undefined;
  readonly uncommitted: readonly string[];
  /** The last lines of the committed state. */
  readonly evidence: string;
}

/** Starts what is committed, and all that lies there only if that fails. */
export function startFromCommit(app: ExaminedApp): Promise<StartFromCommit> {
  return app.once('start from commit', async () => {
    const { commit, uncommitted } = await committedProject(app);
    const { readyMs, evidence } = await firstStart(app);
    const uncommittedMs = readyMs === undefined ? await startUncommitted(app) : undefined;
    return { commit, committedMs: readyMs, uncommittedMs, uncommitted, evidence };
  });
}

/** Without the folders that the repository leaves out: a build that is not known may make these. */
async function startUncommitted(app: ExaminedApp): Promise<number | undefined> {
  const directory = app.place.copyUncommitted('uncommitted');
  for (const folder of await ignoredFolders(app.source)) {
    if (!installedIn(app.told).includes(folder))
      rmSync(join(directory, folder), { recursive: true, force: true });
  }
  return withRun(app, { label: 'start with what is not committed', directory }, (run) =>
    waitUntilAnswers(app, run),
  );
}
