import { processorMs } from '../harness/processTable.ts';
import type { RunningProcess } from '../harness/runningProcess.ts';
import { waitFor } from '../harness/waitFor.ts';

/** A process that used no processor time for so long, in ms, has started and waits. */
const QUIET_MS = 1_500;

/**
 * Waits until a worker is up. It says nothing that all would understand: it is taken to be up when it has
 * come to rest, or after `limitMs`, since one that polls never does.
 */
export async function comeToRest(running: RunningProcess, limitMs: number): Promise<void> {
  let used = 0;
  let sinceMs = 0;
  const isQuiet = (): boolean => {
    const now = processorMs(running.appPid);
    if (now !== used) sinceMs = running.now();
    used = now;
    return running.exit !== undefined || running.now() - sinceMs > QUIET_MS;
  };
  await waitFor('the worker to come to rest', isQuiet, { limitMs }).catch(() => undefined);
}
