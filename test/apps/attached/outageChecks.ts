import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { httpRequest } from '../../../src/check/harness/httpRequest.ts';
import type { HttpResponse } from '../../../src/check/harness/parseResponse.ts';
import { readLogs } from '../../../src/check/harness/readLogs.ts';
import { type TcpProxy, withTcpProxy } from '../../../src/check/harness/tcpProxy.ts';
import { timeLimit } from '../../../src/check/harness/timeLimit.ts';
import type { Environment } from '../../../src/check/harness/validEnvironment.ts';
import { expectExit0 } from '../contract/expectExit.ts';
import { expectNothingLeft, stopWeb, type Web, withWeb } from '../contract/runWeb.ts';
import {
  type AttachedApp,
  type AttachedCheck,
  expectAway,
  expectKept,
  expectProblem,
  expectStatus,
  expectSuccess,
  withPlace,
} from './attachedApp.ts';

/** How long a request may take that a silent service can't answer, and how long one that needs none may, in ms. */
const BOUNDED_MS = 15_000;
const ALIVE_MS = 2_000;
/** More than any pool has: what is open beyond that was lost. */
const MOST_CONNECTIONS = 8;

/** Factor IX: the service goes away and comes back, and the process stays. */
export const outageChecks: readonly AttachedCheck[] = [
  {
    title: 'away at boot: alive, not ready, and ready without a restart',
    examine: expectLateStart,
  },
  { title: 'gone and back while it runs', examine: expectRestart },
  { title: 'connections that were ended are replaced unnoticed', examine: expectReplaced },
  { title: 'a password that was changed: not ready, until it is right', examine: expectWrongLogin },
  { title: 'one that never answers: bounded, and the rest is served', examine: expectBounded },
  { title: 'one that answers slowly: waited for, and the rest is served', examine: expectSlow },
  { title: 'SIGTERM while it answers slowly: the request is answered', examine: expectDrain },
];

async function expectLateStart(attached: AttachedApp): Promise<void> {
  const { app, server } = attached;
  const changes = await attached.makePlace();
  await server.stop();
  try {
    await withWeb(app, { changes, until: '/livez' }, async (web) => {
      await expectAway(attached, web.port);
      await server.start();
      await expectStatus(web.port, '/readyz', 200);
      await expectKept(attached, web.port, 'after all');
      expect(readLogs(web.running.stdout.lines).faults).toEqual([]);
      await stopWeb(web);
    });
  } finally {
    await server.stop();
    await server.start();
  }
}

async function expectRestart(attached: AttachedApp): Promise<void> {
  const place = await attached.makePlace();
  await withPlace(attached, place, async (web) => {
    await expectKept(attached, web.port, 'before');
    await attached.server.stop();
    try {
      await expectAway(attached, web.port);
    } finally {
      await attached.server.start();
    }
    await expectStatus(web.port, '/readyz', 200);
    expect(await attached.countKept(web.port, place)).toBe(1);
    await stopWeb(web);
  });
}

async function expectReplaced(attached: AttachedApp): Promise<void> {
  const place = await attached.makePlace();
  await withPlace(attached, place, async (web) => {
    for (let round = 0; round < 3; round += 1) {
      await keepAFew(attached, web);
      await attached.server.killConnections();
      await expectKept(attached, web.port, 'next');
    }
  });
}

function keepAFew(attached: AttachedApp, web: Web): Promise<unknown> {
  return Promise.all(['a', 'b', 'c'].map((text) => expectKept(attached, web.port, text)));
}

async function expectWrongLogin(attached: AttachedApp): Promise<void> {
  const login = { user: 'odd', password: 'the-old-one' };
  const place = await attached.makePlace({ login });
  await withPlace(attached, place, async (web) => {
    await expectKept(attached, web.port, 'before');
    await attached.makePlace({ login: { ...login, password: 'the-new-one' } });
    await attached.server.killConnections();
    await expectAway(attached, web.port);
    await attached.makePlace({ login });
    await expectStatus(web.port, '/readyz', 200);
    await expectKept(attached, web.port, 'after all');
    await stopWeb(web);
  });
}

async function expectBounded(attached: AttachedApp): Promise<void> {
  await withProxiedPlace(attached, async (web, proxy) => {
    await keepAFew(attached, web);
    proxy.silence();
    const startedAt = performance.now();
    const asked = Array.from({ length: 12 }, () => attached.put(web.port, 'x', 30_000));
    const answered = Promise.all(asked).then((responses) => ({
      responses,
      tookMs: performance.now() - startedAt,
    }));
    const slowest = await slowestLife(web.port, 5_000);
    const { responses, tookMs } = await answered;
    for (const response of responses) expectProblem(response);
    expect(tookMs, 'ms until all were refused').toBeLessThan(timeLimit(BOUNDED_MS));
    expect(slowest, 'ms that /livez took').toBeLessThan(timeLimit(ALIVE_MS));
    await expectAway(attached, web.port);
    proxy.pass();
    proxy.cut();
    await expectStatus(web.port, '/readyz', 200);
    await expectKept(attached, web.port, 'after all');
    expect(proxy.open, 'connections').toBeLessThanOrEqual(MOST_CONNECTIONS);
    await stopWeb(web);
  });
}

/** Asks whether it lives for some ms; gives how long the slowest answer took, in ms. */
async function slowestLife(port: number, forMs: number): Promise<number> {
  const startedAt = performance.now();
  let slowest = 0;
  while (performance.now() < startedAt + forMs) {
    const askedAt = performance.now();
    expect((await httpRequest(port, { path: '/livez' }, 20_000)).status).toBe(200);
    slowest = Math.max(slowest, performance.now() - askedAt);
    await pause(200);
  }
  return slowest;
}

async function expectSlow(attached: AttachedApp): Promise<void> {
  await withHeldRequest(attached, async (web, release) => {
    expect(await slowestLife(web.port, 1_000)).toBeLessThan(timeLimit(ALIVE_MS));
    expectSuccess(await release());
    expect(await attached.countKept(web.port, web.place)).toBe(2);
  });
}

async function expectDrain(attached: AttachedApp): Promise<void> {
  await withHeldRequest(attached, async (web, release) => {
    web.running.signal('SIGTERM');
    await pause(1_000);
    expect(web.running.exit, 'ended with a request in flight').toBeUndefined();
    expectSuccess(await release());
    await expectExit0(web.running, 5_000);
    await expectNothingLeft(web);
  });
}

/** Runs the app with a request whose answer of the service is held back until it is released. */
async function withHeldRequest(
  attached: AttachedApp,
  use: (web: PlacedWeb, release: () => Promise<HttpResponse>) => Promise<void>,
): Promise<void> {
  await withProxiedPlace(attached, async (web, proxy) => {
    await expectKept(attached, web.port, 'first');
    proxy.hold();
    const response = attached.put(web.port, 'slow', 10_000);
    await pause(300);
    expect(proxy.holding, 'replies held back').toBeGreaterThan(0);
    await use(web, () => {
      proxy.pass();
      return response;
    });
  });
}

interface PlacedWeb extends Web {
  readonly place: Environment;
}

/** Runs the app on a place that it reaches through a proxy. */
async function withProxiedPlace(
  attached: AttachedApp,
  use: (web: PlacedWeb, proxy: TcpProxy) => Promise<void>,
): Promise<void> {
  await withTcpProxy(attached.server.port, async (proxy) => {
    const place = await attached.makePlace({ port: proxy.port });
    await withPlace(attached, place, (web) => use({ ...web, place }, proxy));
  });
}
