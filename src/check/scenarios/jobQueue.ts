import { randomUUID } from 'node:crypto';
import type { JobStep } from '../app/checkFile.ts';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { requestOf } from '../app/routes.ts';
import { atPointer } from '../harness/atPointer.ts';
import { httpRequest, jsonBody } from '../harness/httpRequest.ts';
import { waitFor } from '../harness/waitFor.ts';
import { NotChecked } from '../verdict.ts';

/** A job as its app tells of it. */
export interface SeenJob {
  readonly id: string;
  readonly state: unknown;
  /** How often it was begun, when the app tells. */
  readonly attempts: number | undefined;
}

const LOOK_MS = 50;
/** How long to look for a job in hand, in ms, before its app is taken to tell of none. */
const SIGHT_MS = 1_000;
/** How long jobs may take in all; a queue needs some of it to notice that a worker is dead. */
const USUAL_LIMIT_S = 60;

/**
 * The jobs of an app, given and looked after over its web processes.
 * @throws NotChecked when the check file tells of none, no worker is declared, or a service is absent
 */
export async function jobQueueOf(app: ExaminedApp): Promise<JobQueue> {
  const { jobs } = app.told;
  if (!app.has('worker')) throw new NotChecked("the project declares no process 'worker'");
  if (jobs === undefined) throw new NotChecked('the check file tells of no jobs');
  const absent = await app.absentResources();
  if (absent.length > 0)
    throw new NotChecked(`nothing answers at ${absent.map(({ variable }) => variable).join(', ')}`);
  return new JobQueue(jobs);
}

/** Some jobs, and those of them that were not over when there was no more time. */
export interface Batch {
  readonly jobs: readonly SeenJob[];
  readonly left: readonly SeenJob[];
  /** How long there was, in ms. */
  readonly limitMs: number;
}

export class JobQueue {
  constructor(private readonly step: JobStep) {}

  /** Gives `count` jobs, to one port after the other. @throws NotChecked when one is not taken */
  async submit(ports: readonly number[], count: number): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let job = 0; job < count; job += 1) {
      ids.push(await this.submitOne(ports[job % ports.length] ?? 0));
    }
    return ids;
  }

  /**
   * Waits until a worker has done one of the jobs and has another in hand: one whose state is neither
   * that of a job that waits nor over. Where states do not tell, until it has done one.
   * @returns false when none was done within the limit
   */
  async untilInHand(port: number, ids: readonly string[], limitMs: number): Promise<boolean> {
    const waiting = (await this.look(port, ids.at(-1) ?? '')).state;
    let next = 0;
    let doneAt = Number.POSITIVE_INFINITY;
    const look = async (): Promise<boolean> => {
      const job = await this.look(port, ids[next] ?? '');
      if (this.isOver(job)) {
        next += 1;
        doneAt = Math.min(doneAt, performance.now());
        return next === ids.length;
      }
      if (performance.now() < doneAt) return false;
      return job.state !== waiting || performance.now() > doneAt + SIGHT_MS;
    };
    const begun = () => Number.isFinite(doneAt);
    return waitFor('a job in hand', look, { limitMs, everyMs: 1 }).then(begun, begun);
  }

  /** Whether one of the jobs is neither over nor waits, as the last of them does. */
  async isAnyInHand(port: number, ids: readonly string[]): Promise<boolean> {
    const jobs = await Promise.all(ids.map((id) => this.look(port, id)));
    const waiting = jobs.at(-1)?.state;
    return jobs.some((job) => !this.isOver(job) && job.state !== waiting);
  }

  /** How all the jobs are once they are over, or when there is no more time. */
  async finish(port: number, ids: readonly string[]): Promise<Batch> {
    const limitMs = 1_000 * (this.step.within ?? USUAL_LIMIT_S);
    const seen = new Map<string, SeenJob>();
    const look = async (): Promise<boolean> => {
      for (const id of ids) {
        const known = seen.get(id);
        if (known === undefined || !this.isOver(known)) seen.set(id, await this.look(port, id));
      }
      return [...seen.values()].every((job) => this.isOver(job));
    };
    const limit = { limitMs, everyMs: LOOK_MS };
    await waitFor('the jobs to be done', look, limit).catch(() => undefined);
    const jobs = [...seen.values()];
    return { jobs, left: jobs.filter((job) => !this.isOver(job)), limitMs };
  }

  private isOver({ state }: SeenJob): boolean {
    return this.step.done.includes(String(state));
  }

  private async submitOne(port: number): Promise<string> {
    const request = requestOf(this.step.submit, { unique: randomUUID() });
    const response = await httpRequest(port, request);
    const id = response.status < 300 ? atPointer(jsonBody(response), this.step.id) : undefined;
    if (typeof id === 'string' || typeof id === 'number') return String(id);
    const { method, path } = request;
    throw new NotChecked(`${method} ${path} answered ${response.status} without ${this.step.id}`);
  }

  private async look(port: number, id: string): Promise<SeenJob> {
    const answer = await this.answerOf(port, id).catch(() => undefined);
    const attempts = atPointer(answer, this.step.attempts ?? '/attempts');
    return {
      id,
      state: atPointer(answer, this.step.state),
      attempts: typeof attempts === 'number' ? attempts : undefined,
    };
  }

  private async answerOf(port: number, id: string): Promise<unknown> {
    return jsonBody(await httpRequest(port, requestOf(this.step.result, { id })));
  }
}
