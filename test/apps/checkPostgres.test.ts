import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareApp } from '../../src/check/app/prepareApp.ts';
import { config } from '../../src/check/factors/03-config.ts';
import { backingServices } from '../../src/check/factors/04-backing-services.ts';
import { processes } from '../../src/check/factors/06-processes.ts';
import { parity } from '../../src/check/factors/10-parity.ts';
import { adminProcesses } from '../../src/check/factors/12-admin-processes.ts';
import type { Finding } from '../../src/check/finding.ts';
import type { Factor } from '../../src/check/requirement.ts';
import { runChecks } from '../../src/check/runChecks.ts';
import { pythonProblem } from './pythonProblem.ts';
import { postgresProblem, postgresServer } from './servers/postgresServer.ts';
import { LOGIN, type SqlServer } from './servers/sqlServer.ts';
import { Workplace } from './workplace.ts';

const reason = pythonProblem() ?? postgresProblem();
if (reason !== undefined && process.env.CI === 'true') throw new Error(reason);
const title = 'the check of an app with PostgreSQL';
const LIMIT_MS = 240_000;
/** Where web begins, and how it would prepare the release. */
const BEGIN = 'def main(settings: Settings, _options: object) -> int:\n';
const MIGRATE = '    __import__("app.migrate").migrate.main(settings, _options)\n';

describe.skipIf(reason !== undefined)(reason === undefined ? title : `${title}: ${reason}`, () => {
  let workplace: Workplace;
  let server: SqlServer;

  beforeAll(async () => {
    workplace = new Workplace('check-postgres');
    server = await postgresServer();
    await workplace.install('flask', ['postgres']);
  });
  afterAll(async () => {
    await server?.remove();
    workplace?.remove();
  });

  /** Every finding of some factors, in front of a database that is new, and another for a second deploy. */
  async function findings(
    database: string,
    examined: readonly Factor[],
  ): Promise<readonly Finding[]> {
    const [given, other] = [database, `${database}_other`].map((name) => ({
      DATABASE_URL: server.createDatabase(name, LOGIN),
    }));
    const app = await prepareApp(workplace.project, process.env.PATH ?? '', given ?? {}, {
      otherGiven: other ?? {},
    });
    try {
      const { factors } = await runChecks(app, {
        factors: examined,
        level: 'run',
        timeoutMs: LIMIT_MS,
        keepGoing: true,
        stopped: new Promise(() => undefined),
        onFinding: () => undefined,
      });
      return factors.flatMap((factor) => factor.findings);
    } finally {
      app.place.remove();
    }
  }

  it('sees config and admin processes hold, in every requirement', async () => {
    const found = await findings('as_generated', [config, adminProcesses]);
    const others = found.filter(({ status }) => status !== 'holds');
    expect(others.map(({ requirement, observed }) => `${requirement.id}: ${observed}`)).toEqual([]);
    expect(server.query('as_generated', 'SELECT count(*) FROM alembic_version')).toBe('1');
  });

  it('sees services, processes and parity hold, in every requirement', async () => {
    const found = await findings('attached', [backingServices, processes, parity]);
    const others = found.filter(({ status }) => status !== 'holds');
    expect(others.map(({ requirement, observed }) => `${requirement.id}: ${observed}`)).toEqual([]);
  });

  it('sees web change the schema when it starts, before anything else did', async () => {
    const file = join(workplace.project, 'app/web.py');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(BEGIN, BEGIN + MIGRATE));
    const git = [
      '-c',
      'user.name=Dev',
      '-c',
      'user.email=dev@example.com',
      'commit',
      '-qam',
      'Boot',
    ];
    execFileSync('git', git, { cwd: workplace.project });
    const found = await findings('at_boot', [config, adminProcesses]);
    const broken = found.filter(({ status }) => status === 'broken');
    expect(broken.map(({ requirement }) => requirement.id)).toEqual([
      'admin-processes.not-at-boot',
    ]);
    expect(broken[0]?.observed).toMatch(/^web changed the schema when it started: CREATE TABLE/);
  });
});
