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
  readonly ready: boolean;
  /** Undefined when it did not end within the limit. */
  readonly exit: Exit | undefined;
  /** It was ready later, as if there had been no signal. */
  readonly wentOn: boolean;
}

/** How far a start has come, in real time and in processor time, both in ms. */
interface Progress {
  readonly realMs: number;
  readonly processorMs: number;
}

/** How long it may take to end, in ms, besides what is left of its start. */
export const STOP_LIMIT_MS = 3_000;
/** A start that is over sooner, in ms, is mostly the runtime's own, before any line of the app. */
const LONG_MS = 400;
/** In a start that takes longer, in ms, even a slow runtime is at the app's own code by then. */
const VERY_LONG_MS = 3_000;
/** The share of a start, by either time, after which the signal is sent … */
const MOMENT = 0.5;
/** … and what it must have had besides, by either time: the runtime alone takes less, however busy the machine. */
const RUNTIME: Progress = { realMs: 750, processorMs: 100 };
const ATTEMPTS = 3;
/** Who still serves this long after it was ready, in ms, has not heard the signal. */
const DEAF_MS = 1_500;
const READY_LIMIT_MS = 30_000;

/**
 * Sends SIGTERM to web as PID 1: first in the moment when it is ready, to learn how long its start
 * is, and then in the middle of one. What is lost is tried again, since the kernel drops what
 * comes before the runtime runs the app's first line: only who loses every signal is deaf.
 */
export function interruptedStart(app: ExaminedApp): Promise<readonly Strike[]> {
  return app.once('interrupted start', async () => {
    if ((await firstStart(app)).readyMs === undefined)
      throw new NotChecked('web does not get ready: see disposability.starts');
    const strikes: Strike[] = [];
    let start: Progress = { realMs: 0, processorMs: 0 };
    while (strikes.length < ATTEMPTS && !isSettled(strikes.at(-1), start)) {
      const { strike, progress } = await strikeOnce(app, start);
      strikes.push(strike);
      // Struck when it was ready, it tells how long a start is on a machine as busy as now.
      if (strike.ready) start = progress;
    }
    return strikes;
  });
}

function isSettled(last: Strike | undefined, { realMs }: Progress): boolean {
  if (last === undefined) return false;
  if (realMs < LONG_MS) return last.exit !== undefined;
  return !last.ready && (last.exit !== undefined || realMs > VERY_LONG_MS);
}

async function strikeOnce(
  app: ExaminedApp,
  start: Progress,
): Promise<{ strike: Strike; progress: Progress }> {
  return withRun(app, { label: 'web, interrupted while starting', mode: 'pid1' }, async (run) => {
    const { running } = run;
    const answers = { atMs: undefined as number | undefined };
    const answering = waitUntilAnswers(app, run).then((atMs) => {
      answers.atMs = atMs;
    });
    await moment(run, start, () => answers.atMs !== undefined);
    const ready = answers.atMs !== undefined;
    const progress = progressOf(run);
    const atMs = running.signal('SIGTERM');
    const left = Math.max(0, start.realMs - atMs);
    const isDeaf = (): boolean =>
      running.now() > Math.max(answers.atMs ?? Infinity, atMs) + timeLimit(DEAF_MS);
    const over = () => running.exit !== undefined || isDeaf();
    await waitFor('it to end', over, { limitMs: left + STOP_LIMIT_MS }).catch(() => undefined);
    const { exit } = running;
    running.killNow();
    await answering;
    return { strike: { atMs, ready, exit, wentOn: answers.atMs !== undefined }, progress };
  });
}

/** Waits until it is time to strike. @throws NotChecked when the app ends by itself before */
async function moment(run: Run, start: Progress, isReady: () => boolean): Promise<void> {
  const { running } = run;
  const isTime = (): boolean => {
    if (start.realMs < LONG_MS) return false;
    const progress = progressOf(run);
    return isPast(progress, RUNTIME, 1) && isPast(progress, start, MOMENT);
  };
  await waitFor('the moment to strike', () => running.exit !== undefined || isReady() || isTime(), {
    limitMs: READY_LIMIT_MS,
    everyMs: 5,
  });
  if (running.exit !== undefined)
    throw new NotChecked(`web ended by itself while starting as PID 1\n${running.evidence(5)}`);
}

function isPast(progress: Progress, limit: Progress, share: number): boolean {
  const { realMs, processorMs: used } = progress;
  return realMs >= share * limit.realMs || used >= share * limit.processorMs;
}

function progressOf({ running }: Run): Progress {
  return { realMs: running.now(), processorMs: processorMs(running.appPid) };
}
