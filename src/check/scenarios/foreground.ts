import type { ExaminedApp } from '../app/examinedApp.ts';
import { firstStart, withRun } from '../app/runApp.ts';
import type { ProcessRow } from '../harness/processTable.ts';
import type { Exit } from '../harness/runningProcess.ts';
import { waitFor } from '../harness/waitFor.ts';
import { NotChecked } from '../verdict.ts';
import { ordinaryLife } from './ordinaryLife.ts';

/** Who runs after web was started. */
export interface Foreground {
  /** How the process that was started ended, if it did. */
  readonly exit: Exit | undefined;
  /** Processes that belong to nobody who could be told to end: of another session, their parent gone. */
  readonly daemons: readonly ProcessRow[];
}

const LAUNCH_MS = 10_000;
const APPEAR_MS = 1_000;

/**
 * Looks where the processes of web are once it serves, or once what was started has ended.
 * @throws NotChecked when it starts nothing that lasts
 */
export async function foreground(app: ExaminedApp): Promise<Foreground> {
  if ((await firstStart(app)).readyMs === undefined) return launched(app);
  const { processes, appPid } = await ordinaryLife(app, 'plain');
  const pids = new Set(processes.map(({ pid }) => pid));
  const daemons = processes.filter(
    ({ session, parent, pid }) => session !== appPid && pid !== appPid && !pids.has(parent),
  );
  return { exit: undefined, daemons };
}

/** A start that is over at once looks like a failure, unless something of it lives on. */
function launched(app: ExaminedApp): Promise<Foreground> {
  return app.once('launched', () =>
    withRun(app, { label: 'web, to see what it leaves' }, async ({ running }) => {
      const ended = { limitMs: LAUNCH_MS };
      await waitFor('web to end', () => running.exit, ended).catch(() => undefined);
      const { exit } = running;
      if (exit === undefined)
        throw new NotChecked('web does not get ready: see disposability.starts');
      const left = () => running.processes().length > 0;
      await waitFor('a daemon', left, { limitMs: APPEAR_MS }).catch(() => undefined);
      const daemons = running.processes();
      if (daemons.length === 0)
        throw new NotChecked('web ends by itself: see disposability.starts');
      return { exit, daemons };
    }),
  );
}
