import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  httpRequest,
  jsonBody,
  jsonRequest,
  SlowRequest,
} from '../../src/check/harness/httpRequest.ts';
import { processArgv, readProject } from '../../src/check/harness/readProject.ts';
import { waitFor } from '../../src/check/harness/waitFor.ts';
import { findEngine } from './engine.ts';
import { openWorkbench } from './workbench.ts';

const { problem, builders, note } = await findEngine();
const bench = openWorkbench(builders[0]);
const directory = join(bench.root, bench.name);
const image = `${bench.name}:dev`;

/** The strictest way to run it that the contract promises. */
const HARDENED =
  '--read-only --tmpfs /tmp --cap-drop ALL --user 10001 --security-opt no-new-privileges --memory 128m';
const READY_MS = 15_000;

afterAll(() => bench.remove());

interface Started {
  readonly id: string;
  readonly port: number;
}

let started = 0;

/** Starts a hardened container and waits until it is ready. */
async function start(switches: readonly string[] = [], inside = 8000): Promise<Started> {
  started += 1;
  const as = [
    '--detach',
    '--name',
    `${bench.name}-${started}`,
    '--publish',
    `127.0.0.1::${inside}`,
  ];
  const id = await bench.docker('run', ...as, ...HARDENED.split(' '), ...switches, image);
  const port = Number((await bench.docker('port', id, `${inside}/tcp`)).split(':').at(-1));
  const isReady = async () => {
    const answer = await httpRequest(port, { path: '/readyz' }, 1_000).catch(() => undefined);
    return answer?.status === 200;
  };
  await waitFor('the container to be ready', isReady, { limitMs: READY_MS, everyMs: 100 });
  return { id, port };
}

const inContainer = (id: string, code: string) => bench.docker('exec', id, 'python', '-c', code);

const stateOf = async (id: string) =>
  JSON.parse(await bench.docker('inspect', '--format', '{{json .State}}', id));

async function waitForHealth(id: string, verdict: string): Promise<void> {
  const isSo = async () => (await stateOf(id)).Health.Status === verdict;
  await waitFor(`the container to be ${verdict}`, isSo, { limitMs: 30_000, everyMs: 250 });
}

describe.skipIf(problem)(`a hardened container of a Flask project${note}`, () => {
  let app: Started;

  beforeAll(async () => {
    const { code, stderr } = await bench.create(bench.name, ['--docker-build']).ended;
    expect(code, stderr).toBe(0);
    app = await start(['--health-interval', '1s']);
  });

  it('answers through a published port', async () => {
    const root = await httpRequest(app.port, { path: '/' });
    expect(jsonBody(root)).toEqual({ service: bench.name, version: 'dev' });
    const echo = await httpRequest(app.port, jsonRequest('/echo', { text: 'ü' }));
    expect(jsonBody(echo)).toEqual({ text: 'ü' });
  });

  it('serves the committed interface', async () => {
    const served = await httpRequest(app.port, { path: '/openapi.json' });
    const committed = readFileSync(join(directory, 'openapi.json'), 'utf8');
    expect(jsonBody(served)).toEqual(JSON.parse(committed));
  });

  it('has the server as PID 1, with no privilege and nothing to write on', async () => {
    const command = await inContainer(app.id, "print(open('/proc/1/cmdline').read())");
    const argv = command.split('\0').filter(Boolean);
    expect(argv).toEqual(processArgv(readProject(directory), 'web'));
    const status = await inContainer(app.id, "print(open('/proc/1/status').read())");
    expect(status).toMatch(/^CapEff:\s+0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(status).toMatch(/^Uid:\s+10001\s/m);
    const changed = (await bench.docker('diff', app.id)).split('\n').filter(Boolean);
    expect(changed).toEqual([]);
  });

  it('is found healthy by its own health check', async () => {
    await waitForHealth(app.id, 'healthy');
  });

  it('is found healthy on another PORT too', async () => {
    const { id } = await start(['--env', 'PORT=9000', '--health-interval', '1s'], 9000);
    await waitForHealth(id, 'healthy');
  });

  it('is found unhealthy when it does not serve', async () => {
    const health = '--health-interval 1s --health-retries 1 --health-start-period 1ms';
    const as = ['--detach', '--name', `${bench.name}-idle`, ...`${HARDENED} ${health}`.split(' ')];
    const id = await bench.docker('run', ...as, image, 'sleep', '600');
    await waitForHealth(id, 'unhealthy');
  });

  it('writes JSON lines to stdout and nothing to stderr', async () => {
    const { stdout, stderr } = await bench.run(['docker', 'logs', app.id]).ended;
    expect(stderr).toBe('');
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).service)).toEqual(lines.map(() => bench.name));
  });

  it('answers the request in flight when it is stopped, and ends with 0', async () => {
    const { id, port } = await start();
    const slow = await SlowRequest.start(port, jsonRequest('/echo', { slow: true }));
    const stopped = bench.docker('stop', id);
    const reply = await slow.finish(2_000);
    expect(reply).toMatchObject({ kind: 'response', response: { status: 200 } });
    await stopped;
    expect(await stateOf(id)).toMatchObject({ ExitCode: 0, OOMKilled: false });
  });

  it('ends with 78 and says why when its environment is wrong', async () => {
    const as = ['--rm', '--name', `${bench.name}-wrong`, ...HARDENED.split(' ')];
    const run = bench.run(['docker', 'run', ...as, '--env', 'PORT=http', image]);
    const { code, stdout, stderr } = await run.ended;
    expect(code).toBe(78);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^config error: PORT: .+\n$/);
  });

  it('runs the admin tasks of the same image', async () => {
    const as = ['--rm', '--name', `${bench.name}-task`, ...HARDENED.split(' '), image];
    const task = bench.run(['docker', 'run', ...as, 'python', '-m', 'app', 'check-config']);
    expect(await task.ended).toMatchObject({ code: 0, stderr: '' });
  });
});
