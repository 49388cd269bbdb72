import { freePort } from '../../../src/check/harness/freePort.ts';
import { readLogs } from '../../../src/check/harness/readLogs.ts';
import type { RunningProcess } from '../../../src/check/harness/runningProcess.ts';
import { type Mode, withProcess } from '../../../src/check/harness/startProcess.ts';
import { timeLimit } from '../../../src/check/harness/timeLimit.ts';
import { waitFor } from '../../../src/check/harness/waitFor.ts';
import { BOTH, type ContractCheck } from './contractCheck.ts';
import { expectNone } from './expectNone.ts';
import type { PreparedApp } from './prepareApp.ts';
import { expectNothingLeft } from './runWeb.ts';

/** When the signals strike, in ms after the start. */
const SWEEP = { full: Array.from({ length: 21 }, (_, step) => step * 20), brief: [2_000] };
/** A signal that was lost is tried again this often: a busy machine may have been slow to start the runtime. */
const TRIES = 3;

/** Section 6: a signal at any moment of the start. */
export const startupSignalChecks: readonly ContractCheck[] = (['SIGTERM', 'SIGINT'] as const).map(
  (signal) => ({
    section: 'life',
    title: `${signal} at any moment of the start ends it at once`,
    modes: BOTH,
    examine: (app, mode) => expectEndsAtOnce(app, mode, signal),
  }),
);

async function expectEndsAtOnce(
  app: PreparedApp,
  mode: Mode,
  signal: NodeJS.Signals,
): Promise<void> {
  let budget = await runtimeStart(app);
  const faults: string[] = [];
  for (const atMs of SWEEP[app.effort ?? 'full']) {
    let fault: string | undefined;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      fault = await strike(app, mode, signal, atMs, budget);
      if (fault === undefined) break;
      budget = Math.max(budget, await runtimeStart(app));
    }
    if (fault !== undefined) faults.push(`${signal} after ${atMs} ms: ${fault}`);
  }
  expectNone(faults, `lost or untidy; the runtime alone takes ${Math.round(budget)} ms`);
}

/** What went wrong with one signal after `atMs`, or undefined. */
async function strike(
  app: PreparedApp,
  mode: Mode,
  signal: NodeJS.Signals,
  atMs: number,
  budget: number,
): Promise<string | undefined> {
  const port = await freePort();
  const start = {
    argv: app.web,
    directory: app.project.directory,
    environment: app.environment(port),
    mode,
    label: `${app.label} web`,
  };
  return withProcess(start, async (running) => {
    const launchedAt = running.now();
    await waitFor('the moment to strike', () => running.now() - launchedAt >= atMs, {
      limitMs: 5_000,
      everyMs: 1,
    });
    const struckAt = running.signal(signal);
    const early = struckAt - launchedAt <= budget;
    const limit = timeLimit(1_000);
    const exit = await running.waitForExit(1_000).catch(() => undefined);
    // Before the runtime runs its first line, PID 1 can't react: the kernel drops the signal.
    if (exit === undefined)
      return early && mode === 'pid1' ? undefined : `still runs after ${limit} ms`;
    await expectNothingLeft({ running, port });
    return early ? undefined : outputFault(running);
  });
}

function outputFault(running: RunningProcess): string | undefined {
  if (running.stderr.text !== '') return `stderr: ${running.stderr.text.slice(0, 200)}`;
  return readLogs(running.stdout.lines).faults[0];
}

/** How long the runtime takes to start and do nothing, in ms, as busy as the machine is now: the slowest of three, and a margin. */
async function runtimeStart(app: PreparedApp): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const start = {
      argv: app.idle,
      directory: app.project.directory,
      environment: app.environment(1),
      mode: 'plain' as const,
    };
    times.push(
      await withProcess(start, async (running) => (await running.waitForExit(5_000)).atMs),
    );
  }
  return 2 * Math.max(...times);
}
