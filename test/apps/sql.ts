import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyProject } from '../../src/check/harness/copyProject.ts';
import { type PreparedApp, prepareApp, type RunnableApp } from './contract/prepareApp.ts';
import { describeContract } from './contract.ts';
import { pythonProblem } from './pythonProblem.ts';
import { removeExamples } from './removeExamples.ts';
import { runCiStep } from './runCiStep.ts';
import { LOGIN, type SqlServer } from './servers/sqlServer.ts';
import { attachmentChecks } from './sql/attachmentChecks.ts';
import { outageChecks } from './sql/outageChecks.ts';
import { releaseChecks } from './sql/releaseChecks.ts';
import { Workplace } from './workplace.ts';

/** A service for sql, and the server that plays it. */
export interface SqlService {
  readonly label: string;
  readonly service: string;
  /** Why the server can't be run here, or undefined. */
  readonly problem: () => string | undefined;
  readonly server: () => Promise<SqlServer>;
}

const CHECKS = [...attachmentChecks, ...outageChecks, ...releaseChecks];
const MIGRATE = 'Bring the database to the schema';
const OWN_CI = ['Check the format', 'Lint', 'Check the types', MIGRATE, 'Test'];

/** An app with a database, generated, installed and run against a real server. */
export function describeSql({ label, service, problem, server: startServer }: SqlService): void {
  const reason = pythonProblem() ?? problem();
  if (reason !== undefined && process.env.CI === 'true') throw new Error(`${label}: ${reason}`);
  const title = `Flask with ${label}`;

  describe.skipIf(reason !== undefined)(
    reason === undefined ? title : `${title}: ${reason}`,
    () => {
      let workplace: Workplace;
      let server: SqlServer;
      let app: PreparedApp;
      let DATABASE_URL: string;
      const runnable = (): RunnableApp => ({
        label: title,
        directory: workplace.project,
        path: workplace.path,
        idle: ['python', '-m', '__hello__'],
        caches: ['__pycache__'],
        variables: { DATABASE_URL },
      });

      beforeAll(async () => {
        workplace = new Workplace(service);
        server = await startServer();
        await workplace.install('flask', [service]);
        DATABASE_URL = server.createDatabase('contract', LOGIN);
        await workplace.ci(MIGRATE, { DATABASE_URL });
        app = prepareApp(runnable());
      });
      afterAll(async () => {
        app?.remove();
        await server?.remove();
        workplace?.remove();
      });

      it('passes its own CI against the server, and skips nothing', async () => {
        const variables = { DATABASE_URL: server.createDatabase('own', LOGIN) };
        for (const step of OWN_CI) {
          const output = await workplace.ci(step, variables);
          if (step === 'Test') expect(output).not.toMatch(/skipped/i);
        }
      });

      it('passes its own tests without a server, and says what it skipped', async () => {
        const { DATABASE_URL: _, ...environment } = workplace.environment;
        const output = await runCiStep(workplace.project, 'Test', environment);
        expect(output).toMatch(/SKIPPED \[\d+\] .*: DATABASE_URL is unset/);
      });

      it('passes its own CI without the example, once what the README names is deleted', async () => {
        const folder = mkdtempSync(join(tmpdir(), 'removed-'));
        try {
          const project = join(folder, 'app');
          copyProject(workplace.project, project);
          rmSync(join(project, '.venv'), { recursive: true, force: true });
          symlinkSync(join(workplace.project, '.venv'), join(project, '.venv'));
          expect(removeExamples(project)).toEqual({ files: 5, lines: 2, members: 4 });
          const variables = { DATABASE_URL: server.createDatabase('removed', LOGIN) };
          for (const step of OWN_CI)
            await runCiStep(project, step, { ...workplace.environment, ...variables });
          const left = spawnSync('grep', ['-rliw', 'notes', 'app', 'migrations', 'tests'], {
            cwd: project,
            encoding: 'utf8',
          });
          expect(left.stdout).toBe('');
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      });

      describe('the database', () => {
        for (const check of CHECKS) it(check.title, () => check.examine({ app, server }));
      });

      describeContract('the app', runnable);
    },
  );
}
