import { afterAll, describe, expect, it } from 'vitest';
import { waitFor } from '../../src/check/harness/waitFor.ts';
import { findEngine } from './engine.ts';
import { openWorkbench } from './workbench.ts';

const { problem, builders, note } = await findEngine();
const bench = openWorkbench(builders[0]);

afterAll(() => bench.remove());

interface Made {
  readonly url: string;
  readonly container: string;
  readonly stop: string;
}

const stepOf = (report: string) =>
  JSON.parse(report).steps.find(({ id }: { id: string }) => id === 'docker-run');

const statusOf = async (url: string) => (await fetch(url)).status;

const containersOf = async (app: string) =>
  (await bench.containers()).filter((line) => line.includes(app));

/** An environment in which the Dockerfile gets one more line before it is built. */
const editing = (line: string) => {
  const [builder] = builders;
  return builder ? bench.environmentOf(builder, line) : {};
};

describe.skipIf(problem)(`--docker-run${note}`, () => {
  it('builds and starts the app, and prints its URL and how to stop it', async () => {
    const app = `${bench.name}-shown`;
    const { code, stdout, stderr } = await bench.create(app, ['--docker-run']).ended;
    expect(code, stderr).toBe(0);
    const [, url = '', stop = ''] =
      /answers at (http:\/\/127\.0\.0\.1:\d+) .*To stop it: (.+)$/m.exec(stdout) ?? [];
    expect(await statusOf(`${url}/`)).toBe(200);

    expect(await bench.run(['sh', '-c', stop]).ended).toMatchObject({ code: 0 });
    expect(await containersOf(app)).toEqual([]);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('takes another name and port while the first ones are in use', async () => {
    const app = `${bench.name}-twice`;
    const switches = ['--docker-run', '--json', '--name', app];
    const made: Made[] = [];
    for (const directory of ['first', 'second']) {
      const { code, stdout } = await bench.create(directory, switches).ended;
      expect(code).toBe(0);
      made.push(stepOf(stdout).made);
    }
    expect(made.map(({ container }) => container)).toEqual([`${app}-dev`, `${app}-dev-2`]);
    for (const { url } of made) expect(await statusOf(`${url}/readyz`)).toBe(200);
  });

  it('takes away a container that ends at once, and says how it ended', async () => {
    const app = `${bench.name}-ends`;
    const environment = editing('CMD ["python", "-c", "import sys; sys.exit(\'no luck\')"]');
    const { code, stdout } = await bench.create(app, ['--docker-run', '--json'], environment).ended;
    expect(code).toBe(5);
    expect(stepOf(stdout)).toMatchObject({
      outcome: 'failed',
      message: `The container ${app}-dev ended with exit code 1; it was removed.`,
      lastLines: ['no luck'],
    });
    expect(await containersOf(app)).toEqual([]);
  });

  it('takes away a container that is still starting when Ctrl-C comes', async () => {
    const app = `${bench.name}-silent`;
    const environment = editing('CMD ["sleep", "600"]');
    const running = bench.create(app, ['--docker-run', '--json'], environment);
    const isThere = async () =>
      (await containersOf(app)).some((line) => line.includes('sleep 600'));
    await waitFor('the container', isThere, { limitMs: 60_000, evidence: running.printed });
    running.signal('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(await containersOf(app)).toEqual([]);
  });

  it('fails when the engine can’t be reached, with the project complete', async () => {
    const away = { DOCKER_HOST: 'unix:///nowhere.sock' };
    const run = bench.create(`${bench.name}-away`, ['--docker-run', '--json'], away);
    const { code, stdout } = await run.ended;
    expect(code).toBe(5);
    const [build, container] = JSON.parse(stdout).steps.slice(-2);
    expect(build).toMatchObject({ id: 'docker-build', outcome: 'failed' });
    expect(build.message).toMatch(/^The Docker engine cannot be reached/);
    expect(container).toMatchObject({ id: 'docker-run', outcome: 'skipped' });
  });
});
