import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runContainer } from '../../src/after/runContainer.ts';
import { makeStepFixture, type StepFixture } from './stepFixture.ts';

const PROJECT = {
  name: 'demo',
  image: 'demo:dev',
  port: 8000,
  memory: '96m',
  environment: [
    { name: 'LOG_LEVEL', value: 'info' },
    { name: 'SECRET', value: '' },
  ],
  services: [] as string[],
};
const LIMITS = { startMs: 2_000, liveMs: 600 };
const HARDENED =
  '--read-only --tmpfs /tmp --cap-drop ALL --user 10001:10001 --security-opt no-new-privileges --pids-limit 100 --memory 96m';

let fixture: StepFixture;
let app: Server;
let port: number;
let status: number;

beforeEach(async () => {
  fixture = makeStepFixture('docker');
  status = 200;
  app = createServer((request, response) => {
    response.statusCode = request.url === '/livez' ? status : 404;
    response.end();
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  port = (app.address() as AddressInfo).port;
});

afterEach(() => {
  app.close();
  fixture.remove();
});

/** An engine that starts a container, published on the port of the app above. */
const engine = () => ({
  FAKE_DOCKER_RUN: 'print c0ffee',
  FAKE_DOCKER_PORT: `print 127.0.0.1:${port}`,
  FAKE_DOCKER_INSPECT: 'print true 0 false starting',
});

const run = (environment: Record<string, string> = {}, project: Partial<typeof PROJECT> = {}) =>
  runContainer(
    { ...PROJECT, directory: fixture.directory, ...project },
    fixture.host({ ...engine(), ...environment }),
    LIMITS,
  );

const commands = () => fixture.calls().map(({ argv }) => argv.slice(1).join(' '));

describe('an instance that serves', () => {
  it('runs hardened, with the documented environment, on a free port of this machine only', async () => {
    const step = await run();
    const stop = 'docker stop demo-dev && docker rm demo-dev';
    const url = `http://127.0.0.1:${port}`;
    expect(step).toEqual({
      id: 'docker-run',
      outcome: 'done',
      message: `The app answers at ${url} (container demo-dev). To stop it: ${stop}`,
      made: { url, container: 'demo-dev', stop },
    });
    const started = commands()[1]?.replace(/run=\S+/, 'run=ID');
    expect(started).toBe(
      `run --detach --pull never --name demo-dev --label create-twelve-factor.run=ID --publish 127.0.0.1::8000 ${HARDENED} --env LOG_LEVEL=info demo:dev`,
    );
    expect(fixture.calls().every(({ cwd }) => cwd === fixture.directory)).toBe(true);
  });

  it('gets the next name when one is taken', async () => {
    const step = await run({ FAKE_DOCKER_RUN: 'taken demo-dev demo-dev-2' });
    expect(step.made?.container).toBe('demo-dev-3');
  });
});

describe('an instance that does not serve', () => {
  const gone = ['stop --time 5 c0ffee', 'rm --force --volumes c0ffee'];

  it('ended: its exit code and last lines are told and it is removed', async () => {
    app.close();
    const step = await run({
      FAKE_DOCKER_INSPECT: 'print false 78 false ',
      FAKE_DOCKER_LOGS: 'print config error: PORT: must be an integer',
    });
    expect(step).toMatchObject({
      outcome: 'failed',
      message: 'The container demo-dev ended with exit code 78; it was removed.',
      exitCode: 78,
      lastLines: ['config error: PORT: must be an integer'],
      repeat: `docker run --rm --publish 127.0.0.1:8000:8000 ${HARDENED} --env LOG_LEVEL=info demo:dev`,
    });
    expect(commands().slice(-2)).toEqual(gone);
  });

  it.each([
    ['print false 137 true ', 'ended with exit code 137 because its memory was not enough'],
    ['print true 0 false unhealthy', 'is unhealthy by its own health check'],
    ['print true 0 false starting', 'did not answer GET /livez within 0.6 s'],
  ])('%s', async (state, message) => {
    status = 503;
    const step = await run({ FAKE_DOCKER_INSPECT: state });
    expect(step.message).toBe(`The container demo-dev ${message}; it was removed.`);
    expect(commands().slice(-2)).toEqual(gone);
  });

  it('is stopped and removed on Ctrl-C', async () => {
    status = 503;
    setTimeout(() => fixture.raise('SIGINT'), 300);
    const step = await run();
    expect(step.message).toBe('The container demo-dev was stopped on SIGINT; it was removed.');
    expect(commands().slice(-2)).toEqual(gone);
  });

  it('is found by its label when Ctrl-C came before its id', async () => {
    setTimeout(() => fixture.raise('SIGINT'), 300);
    const step = await run({ FAKE_DOCKER_RUN: 'sleep', FAKE_DOCKER_PS: 'print c0ffee' });
    expect(step.outcome).toBe('failed');
    const label = /label=(\S+)/.exec(commands().find((line) => line.startsWith('ps')) ?? '')?.[1];
    expect(commands()[1]).toContain(`--label ${label}`);
    expect(commands().slice(-2)).toEqual(gone);
  });
});

describe('what is not started', () => {
  it('an app with services: compose does that', async () => {
    const step = await run({}, { services: ['postgres', 'redis'] });
    expect(step).toEqual({
      id: 'docker-run',
      outcome: 'failed',
      message:
        'One container is not enough: the app needs postgres, redis, which compose starts with it.',
      repeat: 'docker compose up --build',
    });
    expect(fixture.calls()).toEqual([]);
  });

  it('one more when five names are taken; the others are left alone', async () => {
    const names = ['demo-dev', 2, 3, 4, 5].map((name) =>
      name === 'demo-dev' ? name : `demo-dev-${name}`,
    );
    const step = await run({ FAKE_DOCKER_RUN: `taken ${names.join(' ')}` });
    expect(step.message).toMatch(/^The names demo-dev to demo-dev-5 are taken/);
    expect(commands().some((line) => /^(stop|rm)/.test(line))).toBe(false);
  });

  it('an image that is not there', async () => {
    const text = 'docker: Error response from daemon: No such image: demo:dev';
    const step = await run({ FAKE_DOCKER_RUN: `fail 125 ${text}` });
    expect(step).toMatchObject({ outcome: 'failed', exitCode: 125 });
    expect(step.message).toBe('There is no image demo:dev: build it first with docker build.');
  });

  it.each([
    [
      'FAKE_DOCKER_VERSION',
      'Cannot connect to the Docker daemon',
      /^The Docker engine cannot be reached/,
    ],
    [
      'FAKE_DOCKER_VERSION',
      'permission denied: /var/run/docker.sock',
      /^You may not use the Docker/,
    ],
    ['FAKE_DOCKER_RUN', 'oops', /^No container was started: docker run failed with exit code 1/],
  ])('%s: %s', async (variable, text, message) => {
    const step = await run({ [variable]: `fail 1 ${text}` });
    expect(step).toMatchObject({ outcome: 'failed', exitCode: 1, lastLines: [text] });
    expect(step.message).toMatch(message);
  });
});
