import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { withProcess } from '../../../src/check/harness/startProcess.ts';
import { waitFor } from '../../../src/check/harness/waitFor.ts';

/** How often each job took effect, by its id: seen by the server that keeps jobs, not by the app. */
export interface Effects {
  count(): Promise<ReadonlyMap<string, number>>;
}

/** A trigger that writes down every time that a row of jobs becomes, or stays, done. */
const TRIGGER = `
CREATE TABLE IF NOT EXISTS effects (job text);
CREATE OR REPLACE FUNCTION note_effect() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN INSERT INTO effects VALUES (NEW.id); RETURN NEW; END';
CREATE OR REPLACE TRIGGER effect AFTER UPDATE ON jobs
  FOR EACH ROW WHEN (NEW.state = 'done') EXECUTE FUNCTION note_effect();
`;

/** Watches the jobs in a PostgreSQL database. */
export async function watchPostgres(
  url: string,
  use: (effects: Effects) => Promise<void>,
): Promise<void> {
  const query = (sql: string) =>
    execFileSync('psql', [url, '-v', 'ON_ERROR_STOP=1', '-Atqc', sql], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  query(TRIGGER);
  await use({
    async count() {
      const rows = query('SELECT job, count(*) FROM effects GROUP BY job').trim().split('\n');
      return new Map(rows.map((row) => row.split('|')).map(([id = '', n]) => [id, Number(n)]));
    },
  });
}

const WRITTEN = /"SET" "job:([0-9a-f]+)" "[^\n]*\\"state\\": \\"done\\"/g;

/** Watches the jobs in a Redis server, by all commands that it gets. */
export async function watchRedis(
  url: string,
  use: (effects: Effects) => Promise<void>,
): Promise<void> {
  const start = {
    argv: ['redis-cli', '-u', url, '--no-auth-warning', 'monitor'],
    directory: '/',
    environment: { PATH: process.env.PATH ?? '' },
    mode: 'plain' as const,
    label: 'redis-cli monitor',
  };
  await withProcess(start, async (monitor) => {
    const seen = () => monitor.stdout.text;
    await waitFor('the monitor to begin', () => seen().startsWith('OK'), { limitMs: 5_000 });
    await use({
      async count() {
        // What the server has done is still on its way.
        await pause(300);
        const counts = new Map<string, number>();
        for (const [, id = ''] of seen().matchAll(WRITTEN))
          counts.set(id, (counts.get(id) ?? 0) + 1);
        return counts;
      },
    });
  });
}
