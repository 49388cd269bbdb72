import { expect } from 'vitest';
import { expectAway, expectKept, expectStatus, withPlace } from '../attached/attachedApp.ts';
import { stopWeb, withWeb } from '../contract/runWeb.ts';
import { noteTexts, type SqlApp, type SqlCheck } from './sqlApp.ts';

/** Factor IV: the connections of a server are shared, and may be used up. */
export const connectionChecks: readonly SqlCheck[] = [
  {
    title: 'one that has no connection left: not ready, until it has one',
    examine: expectOneAtATime,
  },
];

async function expectOneAtATime(sql: SqlApp): Promise<void> {
  const login = { user: 'few', password: 'one-at-a-time' };
  const place = await sql.makePlace({ login });
  sql.server.limitConnections(login.user, 1);
  await withPlace(sql, place, async (first) => {
    await expectKept(sql, first.port, 'the first');
    await withWeb(sql.app, { changes: place, until: '/livez' }, async (second) => {
      await expectAway(sql, second.port);
      await stopWeb(first);
      await expectStatus(second.port, '/readyz', 200);
      await expectKept(sql, second.port, 'the second');
      expect([...(await noteTexts(second.port))].sort()).toEqual(['the first', 'the second']);
      await stopWeb(second);
    });
  });
}
