import type { Changes, ExaminedApp } from '../app/examinedApp.ts';
import { withRun } from '../app/runApp.ts';
import { NotChecked } from '../verdict.ts';
import { releases } from './taskRuns.ts';

/** How long a release may take, in ms. */
const RELEASE_MS = 60_000;

/**
 * Sees to it that the release is prepared that the app's own environment needs. The first to do so are
 * three at once, where a race shows. @throws NotChecked when all fail
 */
export async function released(app: ExaminedApp): Promise<void> {
  if (!app.has('release') || (await app.absentResources()).length > 0) return;
  const { together, inTurn } = await releases(app);
  if ([...together, ...inTurn].every(({ exit }) => exit?.code !== 0)) throw failed();
}

/** Runs the process `release`, if there is one and its services are there. @throws NotChecked when it fails */
export async function release(app: ExaminedApp, changes: Changes): Promise<void> {
  if (!app.has('release') || (await app.absentResources()).length > 0) return;
  const options = { label: 'release', argv: app.argv('release'), changes };
  await withRun(app, options, async ({ running }) => {
    const exit = await running.waitForExit(RELEASE_MS).catch(() => undefined);
    if (exit?.code !== 0) throw failed();
  });
}

function failed(): NotChecked {
  return new NotChecked('the release fails: see admin-processes.release-twice');
}
