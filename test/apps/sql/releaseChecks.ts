import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { freePort } from '../../../src/check/harness/freePort.ts';
import { readLogs } from '../../../src/check/harness/readLogs.ts';
import { processArgv } from '../../../src/check/harness/readProject.ts';
import { withProcess } from '../../../src/check/harness/startProcess.ts';
import { withTcpProxy } from '../../../src/check/harness/tcpProxy.ts';
import { waitFor } from '../../../src/check/harness/waitFor.ts';
import { expectKept } from '../attached/attachedApp.ts';
import { withWeb } from '../contract/runWeb.ts';
import {
  atPort,
  emptyDatabase,
  expectTask,
  migratedDatabase,
  noteTexts,
  runTask,
  type SqlApp,
  type SqlCheck,
} from './sqlApp.ts';

/** Factor XII: releases and admin tasks. */
export const releaseChecks: readonly SqlCheck[] = [
  {
    title: 'three releases at once all succeed, and one more changes nothing',
    examine: expectAtOnce,
  },
  { title: 'a release that was killed anywhere is finished by the next', examine: expectFinished },
  { title: 'a release without a database fails in bounded time', examine: expectReleaseFails },
  { title: 'a release waits for a database that comes late', examine: expectPatience },
  { title: 'seeding twice, and three times at once, is seeding once', examine: expectSeededOnce },
  { title: 'the console sees the data', examine: expectConsole },
];

/** After how many of the database's replies a release is killed. */
const KILLS = [1, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20];

async function release(sql: SqlApp, url: string): Promise<void> {
  const start = {
    argv: processArgv(sql.app.project, 'release'),
    directory: sql.app.project.directory,
    environment: sql.app.environment(8000, { DATABASE_URL: url }),
    mode: 'plain' as const,
  };
  await withProcess(start, async (running) => {
    const exit = await running.waitForExit(60_000);
    expect(exit.code, running.evidence()).toBe(0);
    expect(running.stderr.text).toBe('');
    expect(readLogs(running.stdout.lines).faults).toEqual([]);
  });
}

async function expectAtOnce(sql: SqlApp): Promise<void> {
  const { name, url } = emptyDatabase(sql);
  await Promise.all([1, 2, 3].map(() => release(sql, url)));
  const schema = () => columns(sql, name);
  const once = schema();
  expect(once).toContain('notes');
  await release(sql, url);
  expect(schema()).toBe(once);
}

/** What the database says about its tables. */
function columns({ server }: SqlApp, database: string): string {
  const schemas = `table_schema IN ('public', '${database}')`;
  const order = 'ORDER BY table_name, ordinal_position';
  return server.query(
    database,
    `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE ${schemas} ${order}`,
  );
}

async function expectFinished(sql: SqlApp): Promise<void> {
  const whole = columns(sql, (await migratedDatabase(sql)).name);
  for (const replies of KILLS) {
    const { name, url } = emptyDatabase(sql);
    await withTcpProxy(sql.server.port, async (proxy) => {
      proxy.hold(replies);
      const start = {
        argv: sql.app.admin('migrate'),
        directory: sql.app.project.directory,
        environment: sql.app.environment(8000, { DATABASE_URL: atPort(url, proxy.port) }),
        mode: 'plain' as const,
      };
      await withProcess(start, async (running) => {
        const look = () => proxy.holding > 0 || running.exit !== undefined;
        await waitFor('the release to be held', look, { limitMs: 10_000 });
        await running.kill();
      });
    });
    await release(sql, url);
    expect(columns(sql, name), `killed after ${replies} replies`).toBe(whole);
  }
}

async function expectReleaseFails(sql: SqlApp): Promise<void> {
  const { url } = emptyDatabase(sql);
  const { exit, output } = await runTask(sql, 'migrate', atPort(url, await freePort()));
  expect(exit.code).toBe(1);
  expect(exit.atMs).toBeLessThan(30_000);
  expect(output).not.toContain('local-only');
}

async function expectPatience(sql: SqlApp): Promise<void> {
  const { url } = emptyDatabase(sql);
  await sql.server.stop();
  const released = release(sql, url);
  await pause(1_500);
  await sql.server.start();
  await released;
}

async function expectSeededOnce(sql: SqlApp): Promise<void> {
  const { url } = await migratedDatabase(sql);
  await Promise.all([1, 2, 3].map(() => expectTask(sql, 'seed', url)));
  await expectTask(sql, 'seed', url);
  await withWeb(sql.app, { changes: { DATABASE_URL: url } }, async (web) => {
    const texts = await noteTexts(web.port);
    expect(texts.length).toBeGreaterThan(0);
    expect(new Set(texts).size).toBe(texts.length);
  });
}

async function expectConsole(sql: SqlApp): Promise<void> {
  const { url } = await migratedDatabase(sql);
  await withWeb(sql.app, { changes: { DATABASE_URL: url } }, (web) =>
    expectKept(sql, web.port, 'seen'),
  );
  const ask = "database.engine.connect().exec_driver_sql('SELECT text FROM notes').scalar()";
  expect(await expectTask(sql, ['console', '-c', ask], url)).toBe("'seen'\n");
}
