import { expect } from 'vitest';
import { withTcpProxy } from '../../../src/check/harness/tcpProxy.ts';
import { withWeb } from '../contract/runWeb.ts';
import {
  atPort,
  expectTask,
  keepNote,
  migratedDatabase,
  noteTexts,
  type SqlApp,
  type SqlCheck,
} from './sqlApp.ts';

const RESERVED = `p@ss:w/o?r#d&100%+ [x]'"\\é`;

/** Factors IV and VI: a database is an attached resource, and holds all state. */
export const attachmentChecks: readonly SqlCheck[] = [
  { title: 'data follows the URL: A, B, A again', examine: expectDataFollowsUrl },
  { title: 'it connects to the address in the URL only', examine: expectOnlyTheUrl },
  { title: 'a password may hold any character', examine: expectAnyPassword },
  { title: 'two instances see what each other writes', examine: expectShared },
];

async function expectDataFollowsUrl(sql: SqlApp): Promise<void> {
  const [a, b] = [await migratedDatabase(sql), await migratedDatabase(sql)];
  const at = <Result>(url: string, use: (port: number) => Promise<Result>) =>
    withWeb(sql.app, { changes: { DATABASE_URL: url } }, (web) => use(web.port));
  await at(a.url, (port) => keepNote(port, 'in A'));
  expect(await at(b.url, noteTexts)).toEqual([]);
  expect(await at(a.url, noteTexts)).toEqual(['in A']);
}

async function expectOnlyTheUrl(sql: SqlApp): Promise<void> {
  const { url } = await migratedDatabase(sql);
  await withTcpProxy(sql.server.port, async (proxy) => {
    const changes = { DATABASE_URL: atPort(url, proxy.port) };
    await withWeb(sql.app, { changes }, async (web) => {
      await keepNote(web.port, 'by the proxy');
      expect(proxy.accepted).toBeGreaterThan(0);
      proxy.cut();
      await proxy.stop();
      const answer = await noteTexts(web.port).catch(() => 'refused');
      expect(answer, 'what it answers once the address is gone').toBe('refused');
    });
  });
}

async function expectAnyPassword(sql: SqlApp): Promise<void> {
  const url = sql.server.createDatabase('reserved', { user: 'odd', password: RESERVED });
  await expectTask(sql, 'migrate', url);
  await withWeb(sql.app, { changes: { DATABASE_URL: url } }, async (web) => {
    await keepNote(web.port, 'kept');
    expect(web.running.stdout.text).not.toContain(encodeURIComponent(RESERVED));
  });
}

async function expectShared(sql: SqlApp): Promise<void> {
  const { url } = await migratedDatabase(sql);
  const changes = { DATABASE_URL: url };
  await withWeb(sql.app, { changes }, (one) =>
    withWeb(sql.app, { changes }, async (other) => {
      for (const [index, web] of [one, other, one, other].entries()) {
        await keepNote(web.port, `note ${index}`);
        expect(await noteTexts(one.port)).toEqual(await noteTexts(other.port));
      }
      expect(await noteTexts(one.port)).toHaveLength(4);
    }),
  );
}
