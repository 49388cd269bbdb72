import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { expectStatus, withPlace } from '../attached/attachedApp.ts';
import { expectExit0 } from '../contract/expectExit.ts';
import type { SqlApp, SqlCheck } from '../sql/sqlApp.ts';
import { over, submit, withWorker } from './queueApp.ts';

/** What an app promises about the database that keeps its jobs, while another server carries them. */
export const storeChecks: readonly SqlCheck[] = [
  { title: 'away while jobs wait: the worker stays, and does them after', examine: expectPatience },
];

async function expectPatience(sql: SqlApp): Promise<void> {
  const changes = await sql.makePlace();
  await withPlace(sql, changes, async (web) => {
    const ids = [await submit(web.port, 'one'), await submit(web.port, 'other')];
    await sql.server.stop();
    await withWorker(sql, { changes }, async (worker) => {
      await pause(3_000);
      expect(worker.exit, 'ended without the job store').toBeUndefined();
      await sql.server.start();
      await expectStatus(web.port, '/readyz', 200);
      for (const id of ids)
        expect(await over(web.port, id)).toMatchObject({ state: 'done', attempts: 1 });
      worker.signal('SIGTERM');
      await expectExit0(worker, 8_000);
    });
  });
}
