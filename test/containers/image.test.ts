import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processArgv, readProject } from '../../src/check/harness/readProject.ts';
import { findEngine } from './engine.ts';
import { openWorkbench } from './workbench.ts';

const { problem, builders, note } = await findEngine();
const bench = openWorkbench(builders[0]);
const directory = join(bench.root, bench.name);
const image = `${bench.name}:dev`;
const canary = `canary-${bench.name}`;

afterAll(() => bench.remove());

const read = (path: string) => readFileSync(join(directory, path), 'utf8');

/** The output of a program that must end well. */
async function output(argv: readonly string[], cwd?: string): Promise<string> {
  const { code, stdout, stderr } = await bench.run(argv, {}, cwd).ended;
  expect(code, stderr).toBe(0);
  return stdout;
}

const inspect = async (of: string) => JSON.parse(await bench.docker('inspect', of))[0];

/** A file of an image, as tar lists it. */
interface ImageFile {
  readonly path: string;
  readonly mode: string;
  readonly owner: string;
}

async function filesOf(of: string, label: string): Promise<readonly ImageFile[]> {
  const archive = join(bench.root, `${label}.tar`);
  const id = await bench.docker('create', '--name', `${bench.name}-${label}`, of);
  await bench.docker('export', '--output', archive, id);
  const listing = await output(['tar', '--numeric-owner', '-tvf', archive]);
  return [...listing.matchAll(/^(\S+) (\S+) +\d\S* \S+ \S+ (.*?)(?: -> .*| link to .*)?$/gm)].map(
    ([, mode = '', owner = '', path = '']) => ({ mode, owner, path }),
  );
}

/** Names and contents of the last layers of an image, each as one text. */
async function lastLayers(of: string, count: number): Promise<readonly string[]> {
  const archive = join(bench.root, 'layers.tar');
  const folder = join(bench.root, 'layers');
  mkdirSync(folder);
  await bench.docker('save', '--output', archive, of);
  await output(['tar', '-xf', archive, '-C', folder]);
  const [manifest] = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const paths: readonly string[] = manifest.Layers.slice(-count);
  return Promise.all(
    paths.map(async (path) => {
      const layer = join(folder, path);
      return (await output(['tar', '-tf', layer])) + (await output(['tar', '-xOf', layer]));
    }),
  );
}

describe.skipIf(problem)(`the image of a Flask project${note}`, () => {
  let base: string;
  let added: readonly ImageFile[];
  let config: Record<string, unknown> & { User: string; Cmd: string[]; Env: string[] };

  beforeAll(async () => {
    expect(await bench.create(bench.name, []).ended).toMatchObject({ code: 0 });
    // What a developer's checkout holds besides, and modes that no image should take over.
    for (const path of [
      '.env',
      '.git/canary',
      'notes.txt',
      'tests/more.py',
      'app/__pycache__/config.pyc',
    ]) {
      mkdirSync(join(directory, path, '..'), { recursive: true });
      writeFileSync(join(directory, path), canary);
    }
    await output(['chmod', '-R', 'a+rwX', '.'], directory);
    await output(['docker', 'build', '--tag', image, '.'], directory);

    config = (await inspect(image)).Config;
    base = /^FROM (\S+)/m.exec(read('Dockerfile'))?.[1] ?? '';
    const before = new Set((await filesOf(base, 'base')).map(({ path }) => path));
    added = (await filesOf(image, 'app')).filter(({ path }) => !before.has(path));
  });

  it('adds the app and its packages to the base, and nothing else', () => {
    const folders = new Set(added.map(({ path }) => path.split('/')[0]));
    expect([...folders].sort()).toEqual(['srv', 'venv']);
    const sources = readdirSync(join(directory, 'app'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.py'))
      .map((path) => `srv/app/${path}`);
    const own = added.map(({ path }) => path).filter((path) => /^srv\/.*[^/]$/.test(path));
    expect(own.sort()).toEqual([...sources, 'srv/openapi.json', 'srv/requirements.txt'].sort());
  });

  it('holds exactly the locked packages: none for development, no installer', () => {
    const names = (text: string, pattern: RegExp) =>
      [...text.matchAll(pattern)]
        .map(([, name, version]) => `${name?.replaceAll('_', '-').toLowerCase()} ${version}`)
        .sort();
    const installed = added.map(({ path }) => path).join('\n');
    expect(names(installed, /([^/\n]+)-([^/\n]+)\.dist-info\/METADATA$/gm)).toEqual(
      names(read('requirements.txt'), /^([\w.-]+)==([^\s;]+)/gm),
    );
  });

  it('holds no build tool', async () => {
    const tools = ['gcc', 'cc', 'g++', 'make', 'git', 'curl', 'wget', 'npm', 'uv', 'poetry'];
    const look = `for tool in ${tools.join(' ')}; do command -v "$tool"; done; true`;
    const args = ['run', '--rm', '--name', `${bench.name}-look`, image, 'sh', '-c', look];
    expect(await bench.docker(...args)).toBe('');
  });

  it('holds nothing of the checkout that it was not meant to, in no layer', async () => {
    const before = (await inspect(base)).RootFS.Layers.length;
    const all = (await inspect(image)).RootFS.Layers.length;
    const layers = await lastLayers(image, all - before);
    expect(layers.at(-1)).toContain('srv/app/__main__.py');
    expect(layers.filter((layer) => layer.includes(canary))).toHaveLength(0);
    expect(await bench.docker('history', '--no-trunc', image)).not.toContain(canary);
  });

  it('has nothing that its user could write, though all of the checkout was writable', () => {
    const isWritable = ({ mode, owner }: ImageFile) =>
      owner !== '0/0' || (!mode.startsWith('l') && (mode[5] === 'w' || mode[8] === 'w'));
    expect(added.filter(isWritable)).toEqual([]);
  });

  it('runs the command of the Procfile as a numeric user, without a shell', () => {
    expect(config.User).toMatch(/^[1-9]\d*(:[1-9]\d*)?$/);
    expect(config.Entrypoint).toBeFalsy();
    expect(config.Cmd).toEqual(processArgv(readProject(directory), 'web'));
    expect(config.Healthcheck).toMatchObject({
      Test: ['CMD', ...config.Cmd.slice(0, -1), 'health'],
    });
  });

  it('settles nothing that is the environment’s to say', () => {
    const declared = Object.keys(JSON.parse(read('env.schema.json')).properties);
    const settled = config.Env.map((line) => line.split('=')[0] ?? '');
    expect(declared.filter((name) => settled.includes(name))).toEqual([]);
  });
});
