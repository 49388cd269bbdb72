import type { ExaminedApp } from '../app/examinedApp.ts';
import { firstStart, type Run, waitUntilAnswers, withRun } from '../app/runApp.ts';
import { processorMs } from '../harness/processTable.ts';
import type { Exit } from '../harness/runningProcess.ts';
import { timeLimit } from '../harness/timeLimit.ts';
import { waitFor } from '../harness/waitFor.ts';
import { NotChecked } from '../requirement.ts';

/** One SIGTERM to web as PID 1: in the middle of its start, or in the moment when it was ready. */
export interface Strike {
  /** In ms since the start. */
  readonly atMs: number;
  /** Whether it came before it was ready. */
  readonly early: boolean;
  /** When it was ready, before the signal or as if there had been none. */
  readonly readyAtMs: number | undefined;
  /** Undefined when it did not end within the limit. */
  readonly exit: Exit | undefined;
}

/** How long it may take to end, in ms, besides what is left of its start. */
export const STOP_LIMIT_MS = 3_000;
/** Who still serves this long after it was ready, in ms, has not heard the signal. */
const DEAF_MS = 1_500;
/** A start that is over sooner, in ms, is mostly the runtime's own, before any line of the app. */
const LONG_MS = 400;
/** In a start that takes longer, in ms, even a slow runtime is soon at the app's own code. */
const VERY_LONG_MS = 3_000;
/** The share of a start after which the signal is sent … */
const MOMENT = 0.7;
/** … and the least share after which a signal that was lost speaks against the app. */
const TELLING = 0.6;
/** The runtime alone takes less: of the processor, however busy the machine is, or else of time, in ms. */
const RUNTIME = { processorMs: 150, realMs: 1_000 };
const ATTEMPTS = 5;
const READY_LIMIT_MS = 30_000;

/**
 * Sends SIGTERM to web as PID 1 in the middle of its start, or, if that is too short to have a
 * middle, in the moment when it is ready. One that is lost is tried again: the kernel drops what
 * comes before the app could run its first line, and only afterwards one knows how early it was.
 */
export function interruptedStart(app: ExaminedApp): Promise<readonly Strike[]> {
  return app.once('interrupted start', async () => {
    const { readyMs } = await firstStart(app);
    if (readyMs === undefined)
      throw new NotChecked('web does not get ready: see disposability.starts');
    const strikes: Strike[] = [];
    let startMs = readyMs;
    while (strikes.length < ATTEMPTS && !isSettled(strikes)) {
      const strike = await strikeOnce(app, startMs);
      strikes.push(strike);
      startMs = strike.readyAtMs ?? startMs;
    }
    return strikes;
  });
}

/** Whether a signal was lost so late in the start that a handler should have been there. */
export function isTelling({ atMs, early, readyAtMs, exit }: Strike): boolean {
  return early && exit === undefined && atMs >= TELLING * (readyAtMs ?? atMs);
}

function isSettled(strikes: readonly Strike[]): boolean {
  const last = strikes.at(-1);
  if (last === undefined) return false;
  const { early, exit, readyAtMs = Number.POSITIVE_INFINITY } = last;
  if (exit !== undefined) return early || readyAtMs < LONG_MS;
  const telling = strikes.filter(isTelling);
  return telling.length > 1 || (isTelling(last) && readyAtMs > VERY_LONG_MS);
}

function strikeOnce(app: ExaminedApp, startMs: number): Promise<Strike> {
  return withRun(app, { label: 'web, interrupted while starting', mode: 'pid1' }, async (run) => {
    const { running } = run;
    const ready = { atMs: undefined as number | undefined };
    const answering = waitUntilAnswers(app, run).then((atMs) => {
      ready.atMs = atMs;
    });
    await moment(run, startMs, () => ready.atMs !== undefined);
    const early = ready.atMs === undefined;
    const atMs = running.signal('SIGTERM');
    const isDeaf = (): boolean =>
      running.now() > Math.max(ready.atMs ?? Number.POSITIVE_INFINITY, atMs) + timeLimit(DEAF_MS);
    const over = () => running.exit !== undefined || isDeaf();
    const limitMs = Math.max(0, startMs - atMs) + STOP_LIMIT_MS;
    await waitFor('it to end', over, { limitMs }).catch(() => undefined);
    const { exit } = running;
    running.killNow();
    await answering;
    return { atMs, early, readyAtMs: ready.atMs, exit };
  });
}

/** Waits until it is time to strike. @throws NotChecked when the app ends by itself before */
async function moment(run: Run, startMs: number, isReady: () => boolean): Promise<void> {
  const { running } = run;
  const isTime = (): boolean => {
    const realMs = running.now();
    if (startMs < LONG_MS || realMs < MOMENT * startMs) return false;
    return realMs >= RUNTIME.realMs || processorMs(running.appPid) >= RUNTIME.processorMs;
  };
  const over = () => running.exit !== undefined || isReady() || isTime();
  await waitFor('the moment to strike', over, { limitMs: READY_LIMIT_MS, everyMs: 5 });
  if (running.exit !== undefined)
    throw new NotChecked(`web ended by itself while starting as PID 1\n${running.evidence(5)}`);
}
