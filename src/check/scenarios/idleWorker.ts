import type { ExaminedApp } from '../app/examinedApp.ts';
import { withRun } from '../app/runApp.ts';
import { asPid1 } from '../harness/isolation.ts';
import { NotChecked } from '../verdict.ts';
import { comeToRest } from './comeToRest.ts';
import { type Shutdown, shutDown } from './shutdown.ts';

/** How long to wait for that at most, in ms: one that polls is never quiet. The second is for a busy machine. */
const SETTLE_LIMITS_MS = [4_000, 20_000];

/**
 * Ends a worker that has nothing to do, as PID 1 where that is possible. A signal that is lost is
 * tried again, later: it may have come before the runtime ran the worker's first line.
 * @throws NotChecked when it ends by itself, as one may whose services are absent
 */
export function idleWorker(app: ExaminedApp): Promise<Shutdown> {
  return app.once('idle worker', async () => {
    const [soon = 0, late = 0] = SETTLE_LIMITS_MS;
    const first = await endWhenSettled(app, soon);
    return first.exit === undefined ? endWhenSettled(app, late) : first;
  });
}

function endWhenSettled(app: ExaminedApp, settleLimitMs: number): Promise<Shutdown> {
  const mode = asPid1().possible ? 'pid1' : 'plain';
  const options = { label: 'worker without jobs', argv: app.argv('worker'), mode } as const;
  return withRun(app, options, async (run) => {
    await comeToRest(run.running, settleLimitMs);
    if (run.running.exit !== undefined)
      throw new NotChecked(`the worker ends by itself\n${run.running.evidence(5)}`);
    return shutDown(app, run, { signal: 'SIGTERM', mode });
  });
}
