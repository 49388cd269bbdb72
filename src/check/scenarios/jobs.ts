import { setTimeout as pause } from 'node:timers/promises';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { type Run, withReadyWeb, withRun } from '../app/runApp.ts';
import { asPid1 } from '../harness/isolation.ts';
import type { Mode } from '../harness/startProcess.ts';
import { NotChecked } from '../verdict.ts';
import { comeToRest } from './comeToRest.ts';
import { type Batch, type JobQueue, jobQueueOf } from './jobQueue.ts';
import { type Shutdown, shutDown } from './shutdown.ts';
import { withRuns } from './withRuns.ts';

/** Workers that were ended in the middle of jobs, and what became of these. */
export interface EndedWorkers {
  /** A worker that got SIGTERM with jobs before it, and one that got it, as PID 1 if possible, with none. */
  readonly shutdowns: readonly Shutdown[];
  readonly afterTerm: Batch;
  /** The jobs of a worker that was killed, done by another. */
  readonly afterKill: Batch;
}

const MANY = 80;
const SOME = 30;
const BEGIN_LIMIT_MS = 30_000;
/** How often a worker is looked at for a job in hand, and how long it works in between, in ms. */
const FREEZES = 20;
const BETWEEN_MS = 7;
/** How long to wait for a worker to be up that has no job, in ms. */
const REST_LIMIT_MS = 6_000;

/** Gives many jobs over two web processes to two workers. */
export function jobsOfTwo(app: ExaminedApp): Promise<Batch> {
  return app.once('jobs of two workers', async () => {
    const queue = await jobQueueOf(app);
    const workers = [1, 2].map((number) => workerOptions(app, `worker ${number} of jobs`));
    return withReadyWeb(app, { label: 'web 1 of jobs' }, (one) =>
      withReadyWeb(app, { label: 'web 2 of jobs' }, (other) =>
        withRuns(app, workers, async () => {
          const ids = await queue.submit([one.port, other.port], MANY);
          return queue.finish(other.port, ids);
        }),
      ),
    );
  });
}

/** Ends a worker with SIGTERM and another with SIGKILL, each in the middle of jobs. */
export function endedWorkers(app: ExaminedApp): Promise<EndedWorkers> {
  return app.once('ended workers', async () => {
    const queue = await jobQueueOf(app);
    return withReadyWeb(app, { label: 'web that takes jobs' }, async (web) => {
      const first = await amidJobs(app, queue, web, (run) => end(app, run, 'plain'));
      const mode = asPid1().possible ? 'pid1' : 'plain';
      const next = workerOptions(app, 'worker after SIGTERM', mode);
      const [afterTerm, idle] = await withRun(app, next, async (run) => {
        const finished = await queue.finish(web.port, first.ids);
        // Nothing may have been left for it to do: PID 1 does not hear what comes before its first line.
        await comeToRest(run.running, REST_LIMIT_MS);
        return [finished, await end(app, run, mode)];
      });
      const killed = await amidJobs(app, queue, web, (run, ids) =>
        killWithJobInHand(queue, web, ids, run),
      );
      const afterKill = await withRun(app, workerOptions(app, 'worker after SIGKILL'), () =>
        queue.finish(web.port, killed.ids),
      );
      return { shutdowns: [first.result, idle], afterTerm, afterKill };
    });
  });
}

/** Gives jobs to a new worker, and does something to it when it has one in hand. */
async function amidJobs<Result>(
  app: ExaminedApp,
  queue: JobQueue,
  { port }: Run,
  act: (run: Run, ids: readonly string[]) => Promise<Result>,
): Promise<{ ids: readonly string[]; result: Result }> {
  const ids = await queue.submit([port], SOME);
  return withRun(app, workerOptions(app, 'worker amid jobs'), async (run) => {
    if (!(await queue.untilInHand(port, ids, BEGIN_LIMIT_MS)))
      throw new NotChecked(
        `the worker did no job in ${BEGIN_LIMIT_MS / 1000} s\n${run.running.evidence(5)}`,
      );
    return { ids, result: await act(run, ids) };
  });
}

/** Freezes the worker to see that it has a job in hand, and lets it go on when it has none just then. */
async function killWithJobInHand(
  queue: JobQueue,
  { port }: Run,
  ids: readonly string[],
  { running }: Run,
): Promise<void> {
  for (let attempt = 0; attempt < FREEZES; attempt += 1) {
    running.signal('SIGSTOP');
    if (await queue.isAnyInHand(port, ids)) break;
    running.signal('SIGCONT');
    await pause(BETWEEN_MS);
  }
  await running.kill();
}

function end(app: ExaminedApp, run: Run, mode: Mode): Promise<Shutdown> {
  return shutDown(app, run, { signal: 'SIGTERM', mode });
}

function workerOptions(app: ExaminedApp, label: string, mode: Mode = 'plain') {
  return { label, argv: app.argv('worker'), mode };
}
