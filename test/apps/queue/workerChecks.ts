import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { startTcpProxy, type TcpProxy, withTcpProxy } from '../../../src/check/harness/tcpProxy.ts';
import { waitFor } from '../../../src/check/harness/waitFor.ts';
import { expectStatus, withPlace } from '../attached/attachedApp.ts';
import { expectExit0 } from '../contract/expectExit.ts';
import { atPort } from '../sql/sqlApp.ts';
import {
  doneLines,
  expectEachOnce,
  expectLine,
  type Place,
  type QueueApp,
  type QueueCheck,
  submit,
  submitMany,
  withWorker,
} from './queueApp.ts';

/** After how many of the server's replies a worker is killed. */
const MOMENTS = [0, 1, 2, 3, 4, 5, 6, 8];

/** Factor IX: workers and servers end at any moment, and no accepted job is lost or done twice. */
export const workerChecks: readonly QueueCheck[] = [
  { title: 'SIGTERM while it waits: exit 0, as PID 1 too', examine: expectIdleEnd },
  {
    title: 'SIGTERM in the middle of a job: it is finished, or done by another',
    examine: endsWell,
  },
  { title: 'SIGTERM and a job that does not end: it is given back', examine: expectGivenBack },
  { title: 'killed at many moments: each effect once', examine: expectKillsHarmless },
  { title: 'the server gone while jobs wait in it: none is lost', examine: expectNoneLost },
  { title: 'the server away when a worker starts, and silent later', examine: expectRecovery },
];

async function expectIdleEnd(queue: QueueApp): Promise<void> {
  const changes = await queue.makePlace();
  for (const mode of ['plain', 'pid1'] as const)
    await withWorker(queue, { changes, mode }, async (worker) => {
      await pause(1_000);
      worker.signal('SIGTERM');
      await expectExit0(worker, 5_000);
      expect(await worker.survivors()).toEqual([]);
    });
}

/** The same place, with the job store by way of a proxy. */
function storeAt({ app, store }: QueueApp, place: Place, { port }: TcpProxy): Place {
  const url = place[store] ?? app.variables?.[store] ?? '';
  return { ...place, [store]: atPort(url, port) };
}

function storePort({ app, store }: QueueApp, place: Place): number {
  return Number(new URL(place[store] ?? app.variables?.[store] ?? '').port);
}

async function endsWell(queue: QueueApp): Promise<void> {
  await withHeldJob(queue, {}, async (worker, proxy) => {
    worker.signal('SIGTERM');
    await expectLine(worker, 'stopping');
    await pause(300);
    expect(worker.exit, 'ended with a job in hand').toBeUndefined();
    proxy.pass();
    await expectExit0(worker, 8_000);
  });
}

async function expectGivenBack(queue: QueueApp): Promise<void> {
  await withHeldJob(queue, { SHUTDOWN_TIMEOUT: '8' }, async (worker) => {
    worker.signal('SIGTERM');
    await expectExit0(worker, 8_500);
  });
}

/** Ends a worker whose job store does not answer in the middle of a job; another worker must do it. */
async function withHeldJob(
  queue: QueueApp,
  variables: Place,
  use: (worker: Parameters<Parameters<typeof withWorker>[2]>[0], proxy: TcpProxy) => Promise<void>,
): Promise<void> {
  const place = await queue.makePlace();
  await queue.watchEffects(place, (effects) =>
    withPlace(queue, place, (web) =>
      withTcpProxy(storePort(queue, place), async (proxy) => {
        const changes = { ...storeAt(queue, place, proxy), ...variables };
        const id = await withWorker(queue, { changes }, async (worker) => {
          await pause(500);
          proxy.hold(2);
          const submitted = await submit(web.port, 'held');
          await waitFor('a reply to be held', () => proxy.holding > 0, { limitMs: 20_000 });
          await use(worker, proxy);
          return submitted;
        });
        await withWorker(queue, { changes: place }, async () => {
          const [job] = await expectEachOnce(web.port, [id], effects);
          expect(job?.attempts).toBeLessThanOrEqual(2);
        });
      }),
    ),
  );
}

async function expectKillsHarmless(queue: QueueApp): Promise<void> {
  const place = await queue.makePlace();
  const servers = new Set([storePort(queue, place), queue.server.port]);
  await queue.watchEffects(place, (effects) =>
    withPlace(queue, place, async (web) => {
      const ids: string[] = [];
      for (const target of servers) ids.push(...(await killSweep(queue, place, target, web.port)));
      await withWorker(queue, { changes: place }, async () => {
        const jobs = await expectEachOnce(web.port, ids, effects);
        const again = jobs.filter(({ attempts }) => attempts > 1);
        expect(again.length, 'jobs that were cut off').toBeGreaterThan(0);
      });
    }),
  );
}

/** Kills workers with jobs in hand, each after another number of a server's replies. */
async function killSweep(
  queue: QueueApp,
  place: Place,
  target: number,
  port: number,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const moment of MOMENTS) {
    const proxy = await startTcpProxy(target);
    const changes = proxied({ ...queue.app.variables, ...place }, target, proxy.port);
    await withWorker(queue, { changes }, async (worker) => {
      await pause(400);
      proxy.hold(moment);
      ids.push(...(await submitMany([port], 2)));
      const isHeld = () => proxy.holding > 0 || doneLines(worker).length === 2;
      await waitFor('a reply to be held', isHeld, { limitMs: 20_000 });
      await worker.kill();
    });
    await proxy.stop();
  }
  return ids;
}

/** The URLs of one server, at another port. */
function proxied(variables: Place, from: number, to: number): Place {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      name.endsWith('_URL') && new URL(value).port === String(from) ? atPort(value, to) : value,
    ]),
  );
}

async function expectNoneLost(queue: QueueApp): Promise<void> {
  const changes = await queue.makePlace();
  await withPlace(queue, changes, async (web) => {
    const ids = await submitMany([web.port], 20);
    await queue.server.stop();
    await queue.server.start();
    await expectStatus(web.port, '/readyz', 200);
    await queue.watchEffects(changes, (effects) =>
      withWorker(queue, { changes }, async () => {
        await expectEachOnce(web.port, ids, effects);
      }),
    );
  });
}

async function expectRecovery(queue: QueueApp): Promise<void> {
  const place = await queue.makePlace();
  await withTcpProxy(queue.server.port, async (proxy) => {
    const changes = proxied({ ...queue.app.variables, ...place }, queue.server.port, proxy.port);
    await queue.server.stop();
    await withWorker(queue, { changes }, async (worker) => {
      await pause(2_000);
      expect(worker.exit, 'ended without the server').toBeUndefined();
      await queue.server.start();
      await withPlace(queue, place, async (web) => {
        await queue.watchEffects(place, async (effects) => {
          await expectEachOnce(web.port, [await submit(web.port, 'late')], effects);
          proxy.silence();
          await pause(4_000);
          const id = await submit(web.port, 'while it is silent');
          expect(worker.exit, 'ended while the server is silent').toBeUndefined();
          proxy.pass();
          proxy.cut();
          await expectEachOnce(web.port, [id], effects);
        });
      });
      worker.signal('SIGTERM');
      await expectExit0(worker, 8_000);
    });
  });
}
