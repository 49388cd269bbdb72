import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { waitFor } from '../../src/check/harness/waitFor.ts';
import { findEngine } from './engine.ts';
import { openWorkbench } from './workbench.ts';

const { problem, builders, note } = await findEngine();
const working = builders.filter(({ works }) => works);
const bench = openWorkbench(builders[0]);

afterAll(() => bench.remove());

const imageFacts = async (image: string) => JSON.parse(await bench.docker('inspect', image))[0];

const labelsOf = async (image: string) => (await imageFacts(image)).Config.Labels;

const hasImage = async (image: string) =>
  (await bench.docker('image', 'ls', '--quiet', image)) !== '';

/** The files that a run with `--json` says it wrote, but are not there. */
const missingFiles = (directory: string, report: string) =>
  JSON.parse(report)
    .files.map(({ path }: { path: string }) => path)
    .filter((path: string) => !existsSync(join(directory, path)));

describe.skipIf(problem)(`an image by create${note}`, () => {
  it.each(builders)('with $label: is tagged and labelled', async (builder) => {
    const app = `${bench.name}-${builders.indexOf(builder)}`;
    const run = bench.create(app, ['--docker-build'], bench.environmentOf(builder));
    const { code, stdout, stderr } = await run.ended;
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(`Built the image ${app}:dev.`);
    const head = bench.run(['git', 'rev-parse', 'HEAD'], {}, join(bench.root, app));
    expect(await labelsOf(`${app}:dev`)).toMatchObject({
      'org.opencontainers.image.title': app,
      'org.opencontainers.image.version': 'dev',
      'org.opencontainers.image.revision': (await head.ended).stdout.trim(),
      'org.opencontainers.image.source': expect.any(String),
    });
  });

  it.each(working)(
    'with $label: keeps its packages when only the source changes',
    async (builder) => {
      const app = `${bench.name}-again-${builders.indexOf(builder)}`;
      const directory = join(bench.root, app);
      const environment = bench.environmentOf(builder);
      const layers = async (): Promise<string[]> => (await imageFacts(`${app}:dev`)).RootFS.Layers;
      expect(await bench.create(app, ['--docker-build'], environment).ended).toMatchObject({
        code: 0,
      });
      const before = await layers();

      appendFileSync(join(directory, 'app/__init__.py'), '# changed\n');
      const build = ['docker', 'build', '--tag', `${app}:dev`, '.'];
      expect(await bench.run(build, environment, directory).ended).toMatchObject({ code: 0 });
      const after = await layers();
      expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
      expect(after.at(-1)).not.toBe(before.at(-1));
    },
  );

  it('has the tag that --image names, and no other', async () => {
    const app = `${bench.name}-tagged`;
    const image = `registry.example:5000/team/${app}:1.2`;
    const { code, stderr } = await bench.create(app, ['--docker-build', '--image', image]).ended;
    expect(code, stderr).toBe(0);
    expect(await labelsOf(image)).toMatchObject({ 'org.opencontainers.image.version': '1.2' });
    expect(await hasImage(`${app}:dev`)).toBe(false);
  });

  it('gets revision, version and source from the workflow', async () => {
    const app = `${bench.name}-ci`;
    const directory = join(bench.root, app);
    expect(await bench.create(app, []).ended).toMatchObject({ code: 0 });
    const workflow = parse(readFileSync(join(directory, '.github/workflows/ci.yml'), 'utf8'));
    const steps: readonly { run?: string }[] = workflow.jobs.image.steps;
    const command = steps.find(({ run }) => run?.startsWith('docker build'))?.run ?? 'false';
    const github = {
      GITHUB_SHA: 'c0ffee',
      GITHUB_REF_NAME: 'main',
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_REPOSITORY: 'team/demo',
    };
    const { code, stderr } = await bench.run(['bash', '-ec', command], github, directory).ended;
    expect(code, stderr).toBe(0);
    expect(await labelsOf(`${app}:ci`)).toMatchObject({
      'org.opencontainers.image.revision': 'c0ffee',
      'org.opencontainers.image.version': 'main',
      'org.opencontainers.image.source': 'https://github.example/team/demo',
    });
  });
});

describe.skipIf(problem)(`a build that does not end well${note}`, () => {
  it.each(builders)('with $label: fails, and the printed command repeats it', async (builder) => {
    const app = `${bench.name}-broken-${builders.indexOf(builder)}`;
    const directory = join(bench.root, app);
    const environment = bench.environmentOf(builder, `RUN echo no such thing as ${app} && exit 9`);
    const run = bench.create(app, ['--docker-build', '--json'], environment);
    const { code, stdout } = await run.ended;
    expect(code).toBe(5);
    expect(missingFiles(directory, stdout)).toEqual([]);
    const steps: readonly { id: string; repeat: string; lastLines: string[] }[] =
      JSON.parse(stdout).steps;
    const step = steps.find(({ id }) => id === 'docker-build');
    expect(step?.lastLines.join('\n')).toContain(`no such thing as ${app}`);

    const repair = bench.run(['git', 'checkout', '--', 'Dockerfile'], {}, directory);
    expect(await repair.ended).toMatchObject({ code: 0 });
    const repeat = ['sh', '-c', step?.repeat ?? 'false'];
    const again = bench.run(repeat, bench.environmentOf(builder), directory);
    expect(await again.ended).toMatchObject({ code: 0 });
    expect(await hasImage(`${app}:dev`)).toBe(true);
  });

  it.each(builders)(
    'with $label: Ctrl-C gives exit 130 and a complete project',
    async (builder) => {
      const app = `${bench.name}-ended-${builders.indexOf(builder)}`;
      const step = `echo long work of ${app}; sleep 600`;
      const environment = bench.environmentOf(builder, `RUN ${step}`);
      const running = bench.create(app, ['--docker-build', '--json'], environment);
      const isAtWork = async () => {
        const { stdout } = await bench.run(['ps', '-eo', 'args']).ended;
        return stdout.includes(`sh -c ${step}`);
      };
      await waitFor('the long step', isAtWork, { limitMs: 60_000, evidence: running.printed });
      running.signal('SIGINT');
      const { code, stdout } = await running.ended;
      expect(code).toBe(130);
      expect(missingFiles(join(bench.root, app), stdout)).toEqual([]);
      const isOver = async () => !(await isAtWork());
      await waitFor('the end of the long step', isOver, { limitMs: 30_000 });
      expect(await hasImage(`${app}:dev`)).toBe(false);
    },
  );
});
