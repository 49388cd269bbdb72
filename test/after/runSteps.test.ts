import { afterEach, beforeEach, expect, it } from 'vitest';
import { runSteps } from '../../src/after/runSteps.ts';
import type { Step } from '../../src/after/step.ts';
import type { StepHost } from '../../src/after/stepHost.ts';
import { makeStepFixture, type StepFixture } from './stepFixture.ts';

const ALL: readonly Step['id'][] = ['git', 'install', 'docker-build', 'docker-run'];

let fixture: StepFixture;

beforeEach(() => {
  fixture = makeStepFixture('git', 'pip', 'docker');
});

afterEach(() => fixture.remove());

/** What came of the steps, as `id outcome: message` where something was not done. */
async function take(wanted: readonly Step['id'][], host: StepHost): Promise<readonly string[]> {
  const project = {
    directory: fixture.directory,
    name: 'demo',
    files: [],
    installCommands: [['pip', 'install']],
    environment: [],
    services: [],
    image: 'demo:dev',
    port: 8000,
    memory: '96m',
  };
  const steps = await runSteps(wanted, project, host);
  return steps.map(({ id, outcome, message }) =>
    outcome === 'done' ? `${id} done` : `${id} ${outcome}: ${message}`,
  );
}

it('a failed step does not keep the next one from being taken', async () => {
  const host = fixture.host({ FAKE_PIP: 'fail 1 no', FAKE_GIT: 'fail 1 no' });
  expect(await take(['install', 'docker-build'], host)).toEqual([
    'install failed: The dependencies are not installed: pip install failed with exit code 1.',
    'docker-build done',
  ]);
});

it('without an image no container is started, and it says so', async () => {
  const host = fixture.host({ FAKE_DOCKER_BUILD: 'fail 1 no', FAKE_GIT: 'fail 1 no' });
  expect(await take(['docker-build', 'docker-run'], host)).toEqual([
    'docker-build failed: The image was not built: docker build failed with exit code 1.',
    'docker-run skipped: docker-run was not started: there is no image to run.',
  ]);
});

it('after a signal every step is skipped, and nothing is started', async () => {
  fixture.raise('SIGTERM');
  expect(await take(ALL, fixture.host())).toEqual(
    ALL.map((id) => `${id} skipped: ${id} was not started: SIGTERM ended the run.`),
  );
  expect(fixture.calls()).toEqual([]);
});

it('a step that throws has failed, with a message that is safe to show', async () => {
  const host = {
    ...fixture.host(),
    shell: () => Promise.reject(new Error('EACCES: \u001b[31mDockerfile')),
  };
  expect(await take(['git'], host)).toEqual([
    'git failed: git could not be done: EACCES: \\u001b[31mDockerfile',
  ]);
});
