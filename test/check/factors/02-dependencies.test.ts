import { describe, expect, it, vi } from 'vitest';
import { examine } from '../examineApp.ts';
import { type Project, verdictOnGood, withProject } from '../withProject.ts';

// Each of these starts an app several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

/** Makes GET / run a command of the shell first, and fail when it fails. */
const runningOnRequest = (command: string) => (project: Project) => {
  project.edit('server.mjs', /^/, "import { execSync } from 'node:child_process';\n");
  project.edit(
    'server.mjs',
    "'/': { GET: (_, response) => send(",
    `'/': { GET: (_, response) => execSync(${JSON.stringify(command)}) && send(`,
  );
};

describe('the good app', () => {
  it('runs its runtime and needs no more', async () => {
    await withProject(
      () => undefined,
      async (app) => {
        const foreign = await examine(app, 'dependencies.no-foreign-program');
        expect(foreign).toMatchObject({ status: 'holds' });
        const isolated = await examine(app, 'dependencies.isolated');
        expect(isolated).toMatchObject({ status: 'holds' });
        expect(isolated.observed).toMatch(/^with node alone on PATH/);
      },
    );
  });
});

describe('an app that asks a tool of the machine', () => {
  it('breaks both', async () => {
    await withProject(runningOnRequest('git --version'), async (app) => {
      expect(await examine(app, 'dependencies.no-foreign-program')).toMatchObject({
        status: 'broken',
        observed: 'it ran git, which it does not declare',
      });
      expect(await examine(app, 'dependencies.isolated')).toMatchObject({
        status: 'broken',
        observed: 'with node alone on PATH it failed: GET /: 500',
      });
    });
  });

  it('is seen to ask it by its path, too', async () => {
    const verdict = await verdictOnGood(
      'dependencies.no-foreign-program',
      runningOnRequest(
        '"$(command -v git)" cat-file --batch </dev/null; sleep 0.05; git --version',
      ),
    );
    expect(verdict).toMatchObject({ status: 'broken' });
  });

  it('may use what a shell is made of', async () => {
    const verdict = await verdictOnGood(
      'dependencies.isolated',
      runningOnRequest('uname -s | sed s/x/y/'),
    );
    expect(verdict).toMatchObject({ status: 'holds' });
  });
});
