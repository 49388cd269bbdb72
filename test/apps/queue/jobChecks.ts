import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { RunningProcess } from '../../../src/check/harness/runningProcess.ts';
import { withPlace } from '../attached/attachedApp.ts';
import { expectExit0 } from '../contract/expectExit.ts';
import {
  doneLines,
  evaluate,
  expectEachOnce,
  jobOf,
  over,
  type QueueApp,
  type QueueCheck,
  submit,
  submitMany,
  withWorker,
} from './queueApp.ts';

const JOBS = 200;
const RACERS = 20;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

/** Factor VIII: any number of instances accept jobs, any number of workers do them, each once. */
export const jobChecks: readonly QueueCheck[] = [
  { title: 'a job is done, and its lines are tied to its request', examine: expectTied },
  { title: 'one key is one job, when many requests race on two instances', examine: expectOneJob },
  { title: 'two instances and two workers: 200 jobs, each effect once', examine: expectDivided },
  { title: 'poison fails after five attempts and holds up nothing', examine: expectPoisonFails },
];

async function expectTied(queue: QueueApp): Promise<void> {
  const changes = await queue.makePlace();
  await withPlace(queue, changes, (web) =>
    withWorker(queue, { changes }, async (worker) => {
      const id = await submit(web.port, 'žluťoučký 🐎', {
        'X-Request-ID': 'tied-1',
        traceparent: `00-${TRACE}-00f067aa0ba902b7-01`,
      });
      const done = { id, state: 'done', result: { length: 11 }, attempts: 1 };
      expect(await over(web.port, id)).toEqual(done);
      worker.signal('SIGTERM');
      await expectExit0(worker, 5_000);
      const tie = { job_id: id, request_id: 'tied-1', trace_id: TRACE };
      expect(doneLines(worker)).toEqual([expect.objectContaining(tie)]);
    }),
  );
}

async function expectOneJob(queue: QueueApp): Promise<void> {
  const changes = await queue.makePlace();
  await queue.watchEffects(changes, (effects) =>
    withPlace(queue, changes, (one) =>
      withPlace(queue, changes, async (other) => {
        const headers = { 'Idempotency-Key': randomUUID() };
        const ports = Array.from({ length: RACERS }, (_, n) => (n % 2 ? one : other).port);
        const ids = await Promise.all(ports.map((port) => submit(port, 'same', headers)));
        expect(new Set(ids).size).toBe(1);
        await withWorker(queue, { changes: { ...changes, WORKER_CONCURRENCY: '4' } }, async () => {
          const [job] = await expectEachOnce(one.port, ids.slice(0, 1), effects);
          expect(job?.attempts).toBe(1);
          expect(await submit(other.port, 'same', headers)).toBe(job?.id);
        });
      }),
    ),
  );
}

async function expectDivided(queue: QueueApp): Promise<void> {
  const changes = await queue.makePlace();
  const worker = (use: (running: RunningProcess) => Promise<void>) =>
    withWorker(queue, { changes: { ...changes, WORKER_CONCURRENCY: '2' } }, use);
  await queue.watchEffects(changes, (effects) =>
    withPlace(queue, changes, (one) =>
      withPlace(queue, changes, (other) =>
        worker((first) =>
          worker(async (second) => {
            const ports = [one, other, one, other].map(({ port }) => port);
            const ids = await submitMany(ports, JOBS);
            expect(new Set(ids).size).toBe(JOBS);
            const jobs = await expectEachOnce(one.port, ids, effects);
            expect(new Set(jobs.map(({ attempts }) => attempts))).toEqual(new Set([1]));
            const shares = [first, second].map((running) => doneLines(running).length);
            expect(Math.min(...shares), 'jobs of the worker that did fewer').toBeGreaterThan(0);
            expect(shares.reduce((one, other) => one + other)).toBe(JOBS);
          }),
        ),
      ),
    ),
  );
}

async function expectPoisonFails(queue: QueueApp): Promise<void> {
  const changes = await queue.makePlace();
  const poison = evaluate(queue.app, changes, "queue.submit('unheard-of', {}).id");
  evaluate(queue.app, changes, "__import__('app.broker').broker.broker.publish('[')");
  await withPlace(queue, changes, (web) =>
    withWorker(queue, { changes }, async (worker) => {
      expect((await over(web.port, await submit(web.port, 'good'))).state).toBe('done');
      const id = poison.replaceAll("'", '');
      expect((await jobOf(web.port, id)).state).not.toBe('failed');
      expect(await over(web.port, id)).toEqual({ id, state: 'failed', result: null, attempts: 5 });
      worker.signal('SIGTERM');
      await expectExit0(worker, 5_000);
    }),
  );
}
