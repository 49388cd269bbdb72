import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyProject } from '../../src/check/harness/copyProject.ts';
import type { Environment } from '../../src/check/harness/validEnvironment.ts';
import type { AttachedApp, AttachedCheck } from './attached/attachedApp.ts';
import { makeBarePlaces, makePlaces, type ServedService } from './attached/makePlaces.ts';
import { type PreparedApp, prepareApp, type RunnableApp } from './contract/prepareApp.ts';
import { describeContract } from './contract.ts';
import { expectAllFactorsHold } from './expectAllFactorsHold.ts';
import { expectSkipsNamed } from './expectSkipsNamed.ts';
import { pythonProblem } from './pythonProblem.ts';
import { removeExamples } from './removeExamples.ts';
import { ciStepNames, runCiStep } from './runCiStep.ts';
import { expectRunByForeman, runnerProblem } from './runner.ts';
import type { BackingServer } from './servers/backingServer.ts';
import { Workplace } from './workplace.ts';

/** A service, and what an app that uses it must do. */
export interface AttachedService<Server extends BackingServer = BackingServer>
  extends ServedService<Server> {
  /** Its capability, for titles. */
  readonly capability: string;
  readonly checks: readonly AttachedCheck<AttachedApp<Server>>[];
}

export interface AttachedSuite {
  readonly title: string;
  readonly services: readonly AttachedService[];
  /** How much the README names for the deletion of the examples, and a word that none of it leaves. */
  readonly examples: ReturnType<typeof removeExamples>;
  readonly traces: string;
}

const SET_UP = ['Make a virtual environment', 'Install the locked dependencies'];
const CLEAN = 'The checkout is as it was';
/** Has a test of its own here, with the addresses of the servers. */
const FACTORS = 'Check the twelve factors';

/** An app with backing services: generated, installed, and run against real servers. */
export function describeAttached({ title, services, examples, traces }: AttachedSuite): void {
  const reason =
    pythonProblem() ??
    runnerProblem() ??
    services.find(({ problem }) => problem !== undefined)?.problem;
  if (reason !== undefined && process.env.CI === 'true') throw new Error(`${title}: ${reason}`);

  describe.skipIf(reason !== undefined)(
    reason === undefined ? title : `${title}: ${reason}`,
    () => {
      let workplace: Workplace;
      let unattached: PreparedApp;
      let app: PreparedApp;
      let variables: Environment;
      const servers: BackingServer[] = [];
      const runnable = (): RunnableApp => ({
        ...workplace.runnable(title),
        ...(variables === undefined ? {} : { variables }),
      });
      const bareVariables = () => makeBarePlaces(unattached, services, servers);
      const passOwnCi = async (project: string, environment: Environment) => {
        for (const step of ownSteps(project)) {
          const output = await runCiStep(project, step, {
            ...workplace.environment,
            ...environment,
          });
          if (step === 'Test') expect(output).not.toMatch(/skipped/i);
        }
      };

      beforeAll(async () => {
        workplace = new Workplace(services.map(({ service }) => service).join('-'));
        for (const service of services) servers.push(await service.startServer());
        await workplace.install(
          'flask',
          services.map(({ service }) => service),
        );
        unattached = prepareApp(runnable());
        variables = await makePlaces(unattached, services, servers);
        app = prepareApp(runnable());
      });
      afterAll(async () => {
        app?.remove();
        unattached?.remove();
        for (const server of servers) await server.remove();
        workplace?.remove();
      });

      it('passes its own CI against the servers, and skips nothing', async () => {
        await passOwnCi(workplace.project, await bareVariables());
      });

      it('passes its own tests without a server, and says what it skipped', async () => {
        expectSkipsNamed(workplace.project, await workplace.ci('Test'));
      });

      it('passes its own CI without the examples, once what the README names is deleted', async () => {
        const folder = mkdtempSync(join(tmpdir(), 'removed-'));
        try {
          const project = join(folder, 'app');
          copyProject(workplace.project, project);
          rmSync(join(project, '.venv'), { recursive: true, force: true });
          symlinkSync(join(workplace.project, '.venv'), join(project, '.venv'));
          expect(removeExamples(project)).toEqual(examples);
          await passOwnCi(project, await bareVariables());
          const left = spawnSync('grep', ['-rEiw', traces, 'app', 'tests'], {
            cwd: project,
            encoding: 'utf8',
          });
          expect(left.stdout).toBe('');
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      });

      it('keeps all twelve factors, in front of the servers', async () => {
        const [given, other] = [await bareVariables(), await bareVariables()];
        await expectAllFactorsHold(workplace.project, given, other);
      });

      it('is run by foreman as its Procfile says', () => expectRunByForeman(app));

      for (const [index, service] of services.entries())
        describe(service.capability, () => {
          for (const check of service.checks)
            it(check.title, () =>
              check.examine(service.attach(app, servers[index] as BackingServer)),
            );
        });

      describeContract('the app', runnable);
    },
  );
}

/** The steps of a project's CI that come after its installation. */
function ownSteps(project: string): string[] {
  return ciStepNames(project).filter((name) => ![...SET_UP, CLEAN, FACTORS].includes(name));
}
