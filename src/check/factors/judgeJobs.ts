import type { ExaminedApp } from '../app/examinedApp.ts';
import { idleWorker } from '../scenarios/idleWorker.ts';
import type { Batch, SeenJob } from '../scenarios/jobQueue.ts';
import { endedWorkers } from '../scenarios/jobs.ts';
import { broken, holds, NotChecked, notChecked, type Verdict, verdictOf } from '../verdict.ts';
import { endOf, faultOfEnd } from './judgeShutdown.ts';

/** How many jobs are named. */
const SHOWN = 3;

/**
 * The share of jobs that may be begun twice: where a job comes back when its worker is silent, a
 * machine that stands still for a moment makes some.
 */
const MOST_REPEATED = 0.1;

/** Whether each job of two workers was done, and but for a few in one attempt. */
export function judgeJobs({ jobs, left, limitMs }: Batch): Verdict {
  const all = `${jobs.length} jobs over two web processes and two workers`;
  if (left.length > 0)
    return broken(
      `${left.length} of ${all} were not done within ${limitMs / 1000} s`,
      left.slice(0, SHOWN).map(jobText),
    );
  const again = jobs.filter(({ attempts }) => attempts !== undefined && attempts > 1);
  if (again.length > MOST_REPEATED * jobs.length)
    return broken(
      `${again.length} of ${all} were begun more than once`,
      again.slice(0, SHOWN).map(({ id, attempts }) => `job ${id}: ${attempts} attempts`),
    );
  if (jobs.every(({ attempts }) => attempts === undefined))
    return notChecked(`${all} were done, and nothing tells how often each (jobs.attempts)`);
  const once = again.length === 0 ? 'each' : `all but ${again.length}`;
  return holds(`${all} were done, ${once} in one attempt`);
}

/** Whether SIGTERM ends a worker: amid jobs where some are known, else without any. */
export async function judgeWorker(app: ExaminedApp): Promise<Verdict> {
  const jobs = await endedWorkers(app).catch((error: Error) => {
    if (error instanceof NotChecked && app.has('worker')) return error.message;
    throw error;
  });
  if (typeof jobs === 'string') {
    const shutdown = await idleWorker(app);
    return faultOfEnd(shutdown) ?? holds(`a worker without jobs ${endOf(shutdown)}`, [jobs]);
  }
  const fault = jobs.shutdowns.map(faultOfEnd).find((verdict) => verdict !== undefined);
  if (fault !== undefined) return fault;
  const [amid] = jobs.shutdowns;
  const held = `a worker amid jobs ${amid === undefined ? '' : endOf(amid)}, and another did the rest`;
  return verdictOf(lostJobs(jobs.afterTerm, 'SIGTERM'), held);
}

/** A sentence, and the first of them, when jobs are not over. */
export function lostJobs({ jobs, left }: Batch, signal: string): readonly string[] {
  if (left.length === 0) return [];
  const sentence = `${left.length} of ${jobs.length} jobs were lost by ${signal}`;
  return [sentence, ...left.slice(0, SHOWN).map(jobText)];
}

function jobText({ id, state }: SeenJob): string {
  return `job ${id} is ${state}`;
}
