import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildImage } from '../../src/after/buildImage.ts';
import { makeStepFixture, type StepFixture } from './stepFixture.ts';

const REPEAT = 'docker build --tag demo:dev .';

let fixture: StepFixture;

beforeEach(() => {
  fixture = makeStepFixture('docker', 'git');
});

afterEach(() => fixture.remove());

function build(environment: Record<string, string> = {}, image = 'demo:dev', timeoutMs?: number) {
  const project = { directory: fixture.directory, name: 'demo', image };
  const host = fixture.host({ FAKE_GIT: 'fail 1 no commit', ...environment });
  return buildImage(project, host, timeoutMs);
}

const builds = () => fixture.calls().filter(({ argv }) => argv[1] === 'build');

describe('what is built', () => {
  it('is the directory it runs in, with the tag and labels', async () => {
    const step = await build();
    expect(step).toEqual({
      id: 'docker-build',
      outcome: 'done',
      message: 'Built the image demo:dev.',
      made: { image: 'demo:dev' },
    });
    expect(builds().map(({ cwd }) => cwd)).toEqual([fixture.directory]);
    expect(builds()[0]?.argv.join(' ')).toBe(
      'docker build --tag demo:dev ' +
        '--label org.opencontainers.image.title=demo --label org.opencontainers.image.version=dev .',
    );
    expect(builds()[0]?.environment).not.toHaveProperty('DOCKER_BUILDKIT');
  });

  it('is labelled with the commit', async () => {
    await build({ FAKE_GIT: 'print 0123abc' });
    expect(builds()[0]?.argv).toContain('org.opencontainers.image.revision=0123abc');
  });

  it('is shown line by line', async () => {
    await build({ FAKE_DOCKER_BUILD: 'print Step 1/2\\nStep 2/2' });
    expect(fixture.shown).toEqual([
      'Building the image demo:dev',
      'Step 1/2',
      'Step 2/2',
      'Built the image demo:dev.',
    ]);
  });

  it('falls back to the builder of a client that lacks BuildKit’s component', async () => {
    const step = await build({ FAKE_DOCKER_BUILD: 'buildx', DOCKER_BUILDKIT: '1' });
    expect(step.outcome).toBe('done');
    expect(builds().map(({ environment }) => environment.DOCKER_BUILDKIT)).toEqual(['1', '0']);
  });
});

describe('what goes wrong has its own words', () => {
  it('a tag that Docker refuses: before docker is asked', async () => {
    const step = await build({}, 'Demo:dev');
    expect(step.outcome).toBe('failed');
    expect(step.message).toMatch(/^The image tag "Demo:dev" needs lower-case/);
    expect(fixture.calls()).toEqual([]);
  });

  it('docker is missing', async () => {
    const step = await build({ PATH: join(fixture.root, 'home') });
    expect(step).toMatchObject({ outcome: 'failed', repeat: REPEAT });
    expect(step.message).toMatch(/^Docker was not found on PATH/);
  });

  it.each([
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    'failed to connect to the docker API at unix:///run/docker.sock; check if the path is correct',
    'error during connect: this error may indicate that the docker daemon is not running',
    'unable to resolve docker endpoint: context "x" not found',
  ])('the engine is away: %s', async (text) => {
    const step = await build({ FAKE_DOCKER_VERSION: `fail 1 ${text}` });
    expect(step).toMatchObject({
      outcome: 'failed',
      exitCode: 1,
      lastLines: [text],
      repeat: REPEAT,
    });
    expect(step.message).toMatch(/^The Docker engine cannot be reached: start Docker/);
    expect(builds()).toEqual([]);
  });

  it('the user may not use the socket', async () => {
    const text =
      'permission denied while trying to connect to the Docker daemon socket at unix:///x';
    const step = await build({ FAKE_DOCKER_VERSION: `fail 1 ${text}` });
    expect(step).toMatchObject({ outcome: 'failed', repeat: REPEAT });
    expect(step.message).toMatch(/^You may not use the Docker engine: join the group "docker"/);
  });

  it('the engine goes away in the middle of a build', async () => {
    const step = await build({
      FAKE_DOCKER_BUILD: 'fail 1 Step 1/9\\nCannot connect to the Docker daemon',
    });
    expect(step.message).toMatch(/^The Docker engine cannot be reached/);
  });

  it('the engine is silent', async () => {
    const step = await build({ FAKE_DOCKER_VERSION: 'sleep' }, 'demo:dev', 300);
    expect(step).toMatchObject({ outcome: 'failed', repeat: REPEAT });
    expect(step.message).toMatch(/^The Docker engine/);
  });

  it('the disk is full', async () => {
    const text = 'write /var/lib/docker/tmp/x: no space left on device';
    const step = await build({ FAKE_DOCKER_BUILD: `fail 1 ${text}` });
    expect(step.message).toMatch(/^The disk of the Docker engine is full: make room/);
  });

  it('the build fails: exit code and the last 20 lines', async () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
    const step = await build({ FAKE_DOCKER_BUILD: `fail 17 ${lines.join('\\n')}` });
    expect(step).toEqual({
      id: 'docker-build',
      outcome: 'failed',
      message: 'The image was not built: docker build failed with exit code 17.',
      exitCode: 17,
      lastLines: lines.slice(10),
      repeat: REPEAT,
    });
  });

  it('the build fails with the builder that it fell back to: the command names that one', async () => {
    const step = await build({ FAKE_DOCKER_BUILD: 'buildx 1 oops', DOCKER_BUILDKIT: '1' });
    expect(step).toMatchObject({ outcome: 'failed', lastLines: ['oops'] });
    expect(step.repeat).toBe(`DOCKER_BUILDKIT=0 ${REPEAT}`);
  });

  it('the build hangs', async () => {
    const step = await build({ FAKE_DOCKER_BUILD: 'sleep' }, 'demo:dev', 400);
    expect(step.message).toBe(
      'The image was not built: docker build took too long and was stopped.',
    );
  });

  it('Ctrl-C ends it', async () => {
    const host = fixture.host({ FAKE_GIT: 'fail 1 no', FAKE_DOCKER_BUILD: 'sleep' });
    const progress = () => ({ update: () => fixture.raise('SIGINT'), end: () => undefined });
    const project = { directory: fixture.directory, name: 'demo', image: 'demo:dev' };
    const step = await buildImage(project, { ...host, terminal: { progress } });
    expect(step).toMatchObject({ outcome: 'failed', repeat: REPEAT });
    expect(step.message).toContain('was ended by SIGTERM');
  });

  it('a docker that may not be run', async () => {
    const host = join(fixture.root, 'home');
    fixture.write('../home/docker', '#!/bin/sh\n');
    chmodSync(join(host, 'docker'), 0o644);
    expect((await build({ PATH: host })).message).toMatch(/^Docker was not found/);
  });
});
