import type { ExaminedApp } from '../app/examinedApp.ts';
import { firstStart, waitUntilAnswers, withRun } from '../app/runApp.ts';
import { queuedMs } from '../harness/processTable.ts';
import type { Exit, RunningProcess } from '../harness/runningProcess.ts';
import { timeLimit } from '../harness/timeLimit.ts';
import { waitFor } from '../harness/waitFor.ts';
import { NotChecked } from '../verdict.ts';

/** One SIGTERM to web as PID 1: in the middle of its start, or in the moment when it was ready. */
export interface Strike {
  readonly at: Moment;
  /** Whether it came before it was ready. */
  readonly early: boolean;
  /** When it was ready, before the signal or as if there had been none. */
  readonly ready: Moment | undefined;
  /** Undefined when it did not end within the limit. */
  readonly exit: Exit | undefined;
}

/** A moment of a run, in ms since the start. */
export interface Moment {
  readonly ms: number;
  /** Without what it had to wait for a processor: how far it has come, however busy the machine is. */
  readonly ownMs: number;
}

/** How long it may take to end, in ms of an idle machine, besides what is left of its start. */
export const STOP_LIMIT_MS = 3_000;
/** Who gets ready in spite of the signal and still serves this long after, has not heard it; in ms as well. */
const DEAF_MS = 1_500;
/** A machine that is busier than this is taken to be this busy. */
const SLOWEST = 8;
/** A start that is over sooner, in own ms, is mostly the runtime's, before any line of the app. */
const LONG_MS = 250;
/** In a start that takes longer, in own ms, even a slow runtime is soon at the app's own code. */
const VERY_LONG_MS = 3_000;
/** The share of a start after which the signal is sent … */
const SHARE = 0.7;
/** … and the least share after which a signal that was lost speaks against the app. */
const TELLING = 0.6;
const ATTEMPTS = 4;
const READY_LIMIT_MS = 30_000;

/**
 * Sends SIGTERM to web as PID 1: once when it is ready, to learn how long its start is, and then,
 * unless that is too short to have a middle, in the middle of one. A signal that is lost is tried
 * again: the kernel drops what comes before the app could run its first line.
 */
export function interruptedStart(app: ExaminedApp): Promise<readonly Strike[]> {
  return app.once('interrupted start', async () => {
    if ((await firstStart(app)).readyMs === undefined)
      throw new NotChecked('web does not get ready: see disposability.starts');
    const strikes: Strike[] = [];
    let start: Moment | undefined;
    while (strikes.length < ATTEMPTS && !isSettled(strikes)) {
      const strike = await strikeOnce(app, start);
      strikes.push(strike);
      start = strike.ready ?? start;
    }
    return strikes;
  });
}

/** Whether a signal was lost so late in the start that a handler should have been there. */
export function isTelling({ at, early, ready = at, exit }: Strike): boolean {
  return early && exit === undefined && at.ownMs >= TELLING * ready.ownMs;
}

function isSettled(strikes: readonly Strike[]): boolean {
  const last = strikes.at(-1);
  if (last === undefined) return false;
  const { early, exit, ready } = last;
  if (exit !== undefined) return early || (ready?.ownMs ?? 0) < LONG_MS;
  const isVeryLong = (ready?.ownMs ?? Number.POSITIVE_INFINITY) > VERY_LONG_MS;
  return strikes.filter(isTelling).length > 1 || (isTelling(last) && isVeryLong);
}

async function strikeOnce(app: ExaminedApp, start: Moment | undefined): Promise<Strike> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await strike(app, start);
    } catch (error) {
      // The tool that makes the namespace fails now and then on a busy machine: that is no end of the app.
      const isTool = error instanceof NotChecked && /\bunshare: /.test(error.message);
      if (!isTool || attempt === ATTEMPTS) throw error;
    }
  }
}

function strike(app: ExaminedApp, start: Moment | undefined): Promise<Strike> {
  return withRun(app, { label: 'web, interrupted while starting', mode: 'pid1' }, async (run) => {
    const { running } = run;
    let ready: Moment | undefined;
    const answering = waitUntilAnswers(app, run).then((ms) => {
      ready = ms === undefined ? undefined : momentOf(running);
    });
    await timeToStrike(running, start, () => ready !== undefined);
    const early = ready === undefined;
    const at = momentOf(running);
    running.signal('SIGTERM');
    const slow = slowness(at);
    const isDeaf = (): boolean => {
      if (ready === undefined || !early) return false;
      return running.now() > ready.ms + timeLimit(DEAF_MS * slow);
    };
    const over = () => running.exit !== undefined || isDeaf();
    const restMs = Math.max(0, (start?.ownMs ?? 0) - at.ownMs);
    const limitMs = (restMs + STOP_LIMIT_MS) * slow;
    await waitFor('it to end', over, { limitMs }).catch(() => undefined);
    const { exit } = running;
    running.killNow();
    await answering;
    return { at, early, ready, exit };
  });
}

/** @throws NotChecked when the app ends by itself before */
async function timeToStrike(
  running: RunningProcess,
  start: Moment | undefined,
  isReady: () => boolean,
): Promise<void> {
  const middle = start === undefined || start.ownMs < LONG_MS ? undefined : SHARE * start.ownMs;
  const isTime = () => middle !== undefined && momentOf(running).ownMs >= middle;
  const over = () => running.exit !== undefined || isReady() || isTime();
  await waitFor('the moment to strike', over, { limitMs: READY_LIMIT_MS, everyMs: 5 });
  if (running.exit !== undefined)
    throw new NotChecked(`web ended by itself while starting as PID 1\n${running.evidence(5)}`);
}

/** How many times longer all takes on this machine than on an idle one, as far as this run has got. */
function slowness({ ms, ownMs }: Moment): number {
  return Math.min(ms / Math.max(ownMs, 1), SLOWEST);
}

function momentOf(running: RunningProcess): Moment {
  const ms = running.now();
  return { ms, ownMs: ms - queuedMs(running.appPid) };
}
