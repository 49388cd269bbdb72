import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { freePort } from '../../../src/check/harness/freePort.ts';
import { httpRequest, jsonBody } from '../../../src/check/harness/httpRequest.ts';
import { readLogs } from '../../../src/check/harness/readLogs.ts';
import { withProcess } from '../../../src/check/harness/startProcess.ts';
import { withTcpProxy } from '../../../src/check/harness/tcpProxy.ts';
import { timeLimit } from '../../../src/check/harness/timeLimit.ts';
import { waitUntilReady } from '../../../src/check/harness/waitUntilReady.ts';
import { expectExit0 } from '../contract/expectExit.ts';
import { expectNothingLeft, stopWeb, withWeb } from '../contract/runWeb.ts';
import {
  atPort,
  expectAway,
  expectProblem,
  expectStatus,
  keepNote,
  migratedDatabase,
  noteTexts,
  postNote,
  type SqlApp,
  type SqlCheck,
} from './sqlApp.ts';

/** How long a request may take that a silent database can't answer, and how long one that needs none may, in ms. */
const BOUNDED_MS = 15_000;
const ALIVE_MS = 2_000;

/** Factor IX: the database goes away and comes back, and the process stays. */
export const outageChecks: readonly SqlCheck[] = [
  {
    title: 'away at boot: alive, not ready, and ready without a restart',
    examine: expectLateStart,
  },
  { title: 'gone and back while it runs', examine: expectRestart },
  { title: 'connections that were ended are replaced unnoticed', examine: expectReplaced },
  { title: 'one that never answers: bounded, and the rest is served', examine: expectBounded },
  { title: 'SIGTERM while it answers slowly: the request is answered', examine: expectDrain },
];

async function expectLateStart(sql: SqlApp): Promise<void> {
  const { url } = await migratedDatabase(sql);
  await sql.server.stop();
  const port = await freePort();
  const start = {
    argv: sql.app.web,
    directory: sql.app.project.directory,
    environment: sql.app.environment(port, { DATABASE_URL: url }),
    mode: 'plain' as const,
  };
  try {
    await withProcess(start, async (running) => {
      await waitUntilReady(running, port, 5_000, '/livez');
      await expectAway(port);
      await sql.server.start();
      await expectStatus(port, '/readyz', 200);
      await keepNote(port, 'after all');
      expect(readLogs(running.stdout.lines).faults).toEqual([]);
      await stopWeb({ running, port, readyMs: 0 });
    });
  } finally {
    await sql.server.stop();
    await sql.server.start();
  }
}

async function expectRestart(sql: SqlApp): Promise<void> {
  const { url } = await migratedDatabase(sql);
  await withWeb(sql.app, { changes: { DATABASE_URL: url } }, async (web) => {
    await keepNote(web.port, 'before');
    await sql.server.stop();
    try {
      await expectAway(web.port);
    } finally {
      await sql.server.start();
    }
    await expectStatus(web.port, '/readyz', 200);
    expect(await noteTexts(web.port)).toEqual(['before']);
    await stopWeb(web);
  });
}

async function expectReplaced(sql: SqlApp): Promise<void> {
  const { url } = await migratedDatabase(sql);
  await withWeb(sql.app, { changes: { DATABASE_URL: url } }, async (web) => {
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(['a', 'b', 'c'].map((text) => keepNote(web.port, text)));
      sql.server.killConnections();
      await keepNote(web.port, 'next');
    }
  });
}

async function expectBounded(sql: SqlApp): Promise<void> {
  const { url } = await migratedDatabase(sql);
  await withTcpProxy(sql.server.port, async (proxy) => {
    const changes = { DATABASE_URL: atPort(url, proxy.port) };
    await withWeb(sql.app, { changes }, async (web) => {
      await Promise.all(['a', 'b', 'c'].map((text) => keepNote(web.port, text)));
      proxy.silence();
      const startedAt = performance.now();
      const asked = Array.from({ length: 12 }, () => postNote(web.port, 'x', 30_000));
      const answered = Promise.all(asked).then((responses) => ({
        responses,
        tookMs: performance.now() - startedAt,
      }));
      let slowest = 0;
      while (performance.now() < startedAt + 5_000) {
        const askedAt = performance.now();
        expect((await httpRequest(web.port, { path: '/livez' }, 20_000)).status).toBe(200);
        slowest = Math.max(slowest, performance.now() - askedAt);
        await pause(200);
      }
      const { responses, tookMs } = await answered;
      for (const response of responses) expectProblem(response);
      expect(tookMs, 'ms until all were refused').toBeLessThan(timeLimit(BOUNDED_MS));
      expect(slowest, 'ms that /livez took').toBeLessThan(timeLimit(ALIVE_MS));
      await expectAway(web.port);
      proxy.pass();
      proxy.cut();
      await expectStatus(web.port, '/readyz', 200);
      await keepNote(web.port, 'after all');
      await stopWeb(web);
    });
  });
}

async function expectDrain(sql: SqlApp): Promise<void> {
  const { url } = await migratedDatabase(sql);
  await withTcpProxy(sql.server.port, async (proxy) => {
    const changes = { DATABASE_URL: atPort(url, proxy.port) };
    await withWeb(sql.app, { changes }, async (web) => {
      await keepNote(web.port, 'first');
      proxy.hold();
      const slow = postNote(web.port, 'slow', 10_000);
      await pause(300);
      expect(proxy.holding, 'replies held back').toBeGreaterThan(0);
      web.running.signal('SIGTERM');
      await pause(1_000);
      expect(web.running.exit, 'ended with a request in flight').toBeUndefined();
      proxy.pass();
      const response = await slow;
      expect(response.status).toBe(201);
      expect(jsonBody(response)).toMatchObject({ text: 'slow' });
      await expectExit0(web.running, 5_000);
      await expectNothingLeft(web);
    });
  });
}
