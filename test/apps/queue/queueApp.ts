import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import { httpRequest, jsonBody, jsonRequest } from '../../../src/check/harness/httpRequest.ts';
import { type LogRecord, readLogs } from '../../../src/check/harness/readLogs.ts';
import { processArgv } from '../../../src/check/harness/readProject.ts';
import type { RunningProcess } from '../../../src/check/harness/runningProcess.ts';
import { type Mode, withProcess } from '../../../src/check/harness/startProcess.ts';
import { waitFor } from '../../../src/check/harness/waitFor.ts';
import { type AttachedApp, type AttachedCheck, expectSuccess } from '../attached/attachedApp.ts';
import type { PreparedApp } from '../contract/prepareApp.ts';
import type { BackingServer } from '../servers/backingServer.ts';
import type { Effects } from './effects.ts';

/** An app with a queue, the server that carries its messages, and where its jobs are kept. */
export interface QueueApp<Server extends BackingServer = BackingServer>
  extends AttachedApp<Server> {
  /** The variable that names the server of the job store. */
  readonly store: 'DATABASE_URL' | 'REDIS_URL';
  /** Watches, from outside of the app, which jobs take effect. */
  watchEffects(place: Place, use: (effects: Effects) => Promise<void>): Promise<void>;
}

export type QueueCheck = AttachedCheck<QueueApp>;
export type Place = Awaited<ReturnType<AttachedApp['makePlace']>>;

/** What `GET /jobs/{id}` answers. */
export interface Job {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  readonly result: { readonly length: number } | null;
  readonly attempts: number;
}

export interface WorkerOptions {
  readonly changes: Place;
  readonly mode?: Mode;
}

/** Runs the Procfile's worker process until it has started, gives it to `use`, and ends it in any case. */
export function withWorker<Result>(
  { app }: Pick<AttachedApp, 'app'>,
  { changes, mode = 'plain' }: WorkerOptions,
  use: (worker: RunningProcess) => Promise<Result>,
): Promise<Result> {
  const start = {
    argv: processArgv(app.project, 'worker'),
    directory: app.project.directory,
    environment: app.environment(8000, changes),
    mode,
    label: `${app.label} worker`,
  };
  return withProcess(start, async (worker) => {
    await expectLine(worker, 'worker started');
    return use(worker);
  });
}

/** Waits until a process has logged a message. */
export async function expectLine(running: RunningProcess, message: string): Promise<void> {
  await waitFor(`"${message}"`, () => running.stdout.text.includes(`"message": "${message}"`), {
    limitMs: 15_000,
    evidence: () => running.evidence(),
  });
}

/** What a worker logged about the jobs that it has done; every line of it must be one of the log. */
export function doneLines(worker: RunningProcess): readonly LogRecord[] {
  const { records, faults } = readLogs(worker.stdout.lines);
  expect(faults).toEqual([]);
  expect(worker.stderr.text).toBe('');
  return records.filter(({ message }) => message === 'job done');
}

/** Submits a job; gives its id. */
export async function submit(
  port: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const request = jsonRequest('/jobs', { text });
  const response = await httpRequest(
    port,
    { ...request, headers: { ...request.headers, ...headers } },
    15_000,
  );
  expect(response.status, response.body.toString()).toBe(202);
  const { id } = jsonBody(response) as Job;
  expect(jsonBody(response)).toEqual({ id, state: 'queued' });
  expect(response.headers.location).toBe(`/jobs/${id}`);
  return id;
}

/** Submits jobs, a few at a time, by turns to each of the ports. */
export async function submitMany(ports: readonly number[], count: number): Promise<string[]> {
  const ids: string[] = [];
  const lane = async (port: number, jobs: number) => {
    for (let left = jobs; left > 0; left -= 1) ids.push(await submit(port, 'x'.repeat(left)));
  };
  await Promise.all(ports.map((port) => lane(port, count / ports.length)));
  return ids;
}

export async function jobOf(port: number, id: string): Promise<Job> {
  const response = await httpRequest(port, { path: `/jobs/${id}` }, 15_000);
  return jsonBody(expectSuccess(response)) as Job;
}

/** Waits until a job is over. */
export function over(port: number, id: string): Promise<Job> {
  return waitFor(
    `job ${id} to be over`,
    async () => {
      const job = await jobOf(port, id);
      return job.state === 'done' || job.state === 'failed' ? job : undefined;
    },
    { limitMs: 40_000, everyMs: 100 },
  );
}

/** Waits until all jobs are done, and expects that each took effect once. */
export async function expectEachOnce(
  port: number,
  ids: readonly string[],
  effects: Effects,
): Promise<readonly Job[]> {
  const jobs: Job[] = [];
  for (const id of ids) jobs.push(await over(port, id));
  expect(new Set(jobs.map(({ state }) => state))).toEqual(new Set(['done']));
  const counts = await effects.count();
  expect(Object.fromEntries(ids.map((id) => [id, counts.get(id) ?? 0]))).toEqual(
    Object.fromEntries(ids.map((id) => [id, 1])),
  );
  return jobs;
}

/** Evaluates an expression in the app's console. */
export function evaluate(app: PreparedApp, place: Place, expression: string): string {
  const [program = '', ...words] = [...app.admin('console'), '-c', expression];
  return execFileSync(join(app.path, program), words, {
    cwd: app.project.directory,
    env: app.environment(8000, place),
    encoding: 'utf8',
    timeout: 60_000,
  }).trim();
}
