import type { Changes, ExaminedApp } from '../app/examinedApp.ts';
import { withRun } from '../app/runApp.ts';
import { NotChecked } from '../requirement.ts';

/** How long a release may take, in ms. */
const RELEASE_MS = 60_000;

/** Prepares the release that the app's own environment needs, once. @throws NotChecked when that fails */
export function released(app: ExaminedApp): Promise<void> {
  return app.once('released', () => release(app, {}));
}

/** Runs the process `release`, if there is one and its services are there. @throws NotChecked when it fails */
export async function release(app: ExaminedApp, changes: Changes): Promise<void> {
  if (!app.has('release') || (await app.absentResources()).length > 0) return;
  const options = { label: 'release', argv: app.argv('release'), changes };
  await withRun(app, options, async ({ running }) => {
    const exit = await running.waitForExit(RELEASE_MS).catch(() => undefined);
    if (exit?.code !== 0)
      throw new NotChecked('the release fails: see admin-processes.release-twice');
  });
}
