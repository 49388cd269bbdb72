import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { allFactors } from '../../src/check/factors/allFactors.ts';
import { pageOfFactor } from '../../src/check/report/pageOf.ts';
import { runIn } from './runIn.ts';

const CHECKOUT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'tarball-'));
const root = join(folder, 'package');

/** What must not be exceeded, with the whole catalog in it. */
const LIMITS = { packed: 400_000, unpacked: 1_500_000, files: 250, javascript: 150_000 };

beforeAll(() => {
  expect(runIn(folder, ['tar', '-xzf', inject('tarball')]).code).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = () =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(root, path)).isFile())
    .sort();

const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe('the package holds', () => {
  it('the launcher, what was built, and the texts: nothing else', () => {
    const allowed =
      /^(bin\/create-twelve-factor\.cjs|dist\/[\w-]+\.cjs|dist\/parts(\/[\w-]+)*\.json|dist\/THIRD-PARTY-LICENSES\.txt|docs\/(check[\w.-]*|factors\/[\w-]+)\.(md|json)|LICENSE|README\.md|package\.json)$/;
    expect(files().filter((path) => !allowed.test(path))).toEqual([]);
    expect(files()).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
  });

  it('one program, and no other executable', () => {
    const executable = files().filter((path) => (statSync(join(root, path)).mode & 0o111) !== 0);
    expect(executable).toEqual(['bin/create-twelve-factor.cjs']);
    expect(JSON.parse(read('package.json')).bin).toEqual({ 'create-twelve-factor': executable[0] });
  });

  it('no dependency and no script that an installation runs', () => {
    const manifest = JSON.parse(read('package.json'));
    expect(Object.keys(manifest).filter((key) => /dependencies$/i.test(key))).toEqual([
      'devDependencies',
    ]);
    const scripts = Object.keys(manifest.scripts);
    expect(scripts.filter((name) => /^(pre|post)?(install|prepare)$/.test(name))).toEqual([]);
  });

  it('nothing of the machine that it was built on', () => {
    const traces = [CHECKOUT, folder, 'sourceMappingURL'];
    const traced = files().filter((path) => traces.some((trace) => read(path).includes(trace)));
    expect(traced).toEqual([]);
  });

  it('no more than it should weigh', () => {
    const unpacked = files().reduce((sum, path) => sum + statSync(join(root, path)).size, 0);
    expect(statSync(inject('tarball')).size).toBeLessThanOrEqual(LIMITS.packed);
    expect(unpacked).toBeLessThanOrEqual(LIMITS.unpacked);
    expect(files().length).toBeLessThanOrEqual(LIMITS.files);
  });
});

it('every page that a report names is in the package', () => {
  expect(files()).toEqual(expect.arrayContaining(allFactors.map(pageOfFactor)));
});

describe('the licence texts', () => {
  const RULE = `\n${'-'.repeat(80)}\n\n`;
  const entries = () =>
    read('dist/THIRD-PARTY-LICENSES.txt')
      .split(RULE)
      .map(
        (entry) =>
          /^(?<name>\S+) (?<version>\S+) \((?<license>[^)]+)\)\n\n(?<text>.+)$/s.exec(entry)
            ?.groups,
      );

  it('are there for each package that we call, word for word', () => {
    const texts = new Map(entries().map((entry) => [entry?.name, entry?.text?.trim()]));
    for (const name of ['chalk', 'commander', 'execa', 'fs-extra', 'handlebars', 'inquirer']) {
      const source = join(CHECKOUT, 'node_modules', name);
      const file = readdirSync(source).find((entry) => /^licen[cs]e/i.test(entry)) ?? '';
      expect(texts.get(name), name).toBe(readFileSync(join(source, file), 'utf8').trim());
    }
  });

  it('allow what we do', () => {
    expect(entries()).not.toContain(undefined);
    const licenses = new Set(entries().map((entry) => entry?.license));
    expect(
      [...licenses].filter(
        (license) =>
          !/^(MIT|ISC|0?BSD(-[23]-Clause)?|Apache-2\.0|BlueOak-1\.0\.0)$/.test(license ?? ''),
      ),
    ).toEqual([]);
  });
});

describe('a run that asks nothing', () => {
  it('loads no more JavaScript than it should', () => {
    const counter = join(CHECKOUT, 'bench/usage.cjs');
    const argv = [
      process.execPath,
      '--require',
      counter,
      join(root, 'bin/create-twelve-factor.cjs'),
    ];
    const words = [...argv, 'app', '--stack', 'flask', '--yes', '--no-git'];
    const { code, extra } = runIn(folder, words);
    expect(code).toBe(0);
    expect(JSON.parse(extra).javascript).toBeLessThanOrEqual(LIMITS.javascript);
  });

  it('needs no chunk but its own, and no part that was not chosen', () => {
    const needed =
      /^dist\/((entry|explain)\.cjs|parts\.json|parts\/(base|languages\/python|stacks\/flask)\.json)$/;
    const lean = join(folder, 'lean');
    cpSync(root, lean, { recursive: true });
    for (const path of files().filter((each) => each.startsWith('dist/') && !needed.test(each)))
      rmSync(join(lean, path));
    const program = join(lean, 'bin/create-twelve-factor.cjs');
    const words = ['lean-app', '--stack', 'flask', '--yes', '--no-git'];
    expect(runIn(folder, [process.execPath, program, ...words])).toMatchObject({ code: 0 });
    expect(runIn(folder, [process.execPath, program, '--help'])).toMatchObject({ code: 0 });
  });
});
