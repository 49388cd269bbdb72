import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { toArguments } from '../../src/answers/toCommandLine.ts';
import { planProject } from '../../src/plan/planProject.ts';
import { realCatalog } from '../catalog/realCatalog.ts';
import { label, matrix } from '../plan/matrix.ts';
import { runIn, type Variables } from './runIn.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'install-')));
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(root, 'home-'));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Settings with which npm reaches no registry, and has an empty cache. */
const offline = (): Variables => ({
  npm_config_cache: join(home, '.npm-cache'),
  npm_config_registry: 'http://127.0.0.1:9',
  npm_config_fetch_retries: '0',
  npm_config_audit: 'false',
  npm_config_update_notifier: 'false',
});

const ORDERS = ['orders', '--stack', 'flask', '--yes', '--no-git'];

/** Every file of a folder with its mode and its text. */
function tree(directory: string): Readonly<Record<string, string>> {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    paths.flatMap((path) => {
      const { mode } = statSync(join(directory, path));
      const isFile = (mode & 0o170000) === 0o100000;
      const text = isFile ? readFileSync(join(directory, path), 'utf8') : '';
      return [[path, `${(mode & 0o777).toString(8)} ${text}`]];
    }),
  );
}

function expectProject(directory: string): void {
  expect(Object.keys(tree(directory))).toContain('Procfile');
}

describe('without a network, the tarball', () => {
  it('is installed into an empty folder, alone', () => {
    const { code, stderr } = runIn(home, ['npm', 'install', inject('tarball')], offline());
    expect(code, stderr).toBe(0);
    const installed = readdirSync(join(home, 'node_modules')).filter(
      (name) => !name.startsWith('.'),
    );
    expect(installed).toEqual(['create-twelve-factor']);
    expect(runIn(home, ['npx', 'create-twelve-factor', ...ORDERS], offline()).code).toBe(0);
    expectProject(join(home, 'orders'));
  });

  it('is run by npx', () => {
    copyFileSync(inject('tarball'), join(home, 'program.tgz'));
    const argv = ['npx', '--yes', './program.tgz', ...ORDERS];
    const { code, stderr } = runIn(home, argv, offline());
    expect(code, stderr).toBe(0);
    expectProject(join(home, 'orders'));
  });

  it.each([
    ['', ORDERS],
    [' and a second "--"', ['--', ...ORDERS]],
  ])('is run by npm exec, which npm create stands for%s', (_, orders) => {
    const argv = ['npm', 'exec', '--yes', '--package', inject('tarball'), '--'];
    const { code, stderr } = runIn(home, [...argv, 'create-twelve-factor', ...orders], offline());
    expect(code, stderr).toBe(0);
    expectProject(join(home, 'orders'));
  });

  it('is installed globally, in a path with spaces, and run from another folder', () => {
    const prefix = join(home, 'my programs');
    const install = ['npm', 'install', '--global', '--prefix', prefix, inject('tarball')];
    expect(runIn(home, install, offline())).toMatchObject({ code: 0 });
    const program = join(prefix, 'bin/create-twelve-factor');
    const { code, stderr } = runIn(home, [program, ...ORDERS]);
    expect(code, stderr).toBe(0);
    expectProject(join(home, 'orders'));
  });
});

describe('the installed program', () => {
  it.each(matrix(realCatalog).map((answers) => [label(answers), answers] as const))(
    'writes for %s what the sources plan, byte for byte',
    (_, answers) => {
      const argv = [inject('program'), ...toArguments(answers, { git: false })];
      const { code, stderr } = runIn(home, argv);
      expect(code, stderr).toBe(0);
      const directory = join(home, answers.directory);
      const plan = planProject(answers, realCatalog);
      const written = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(
        (path) => statSync(join(directory, path)).isFile() && path !== '.twelve-factor.json',
      );
      expect(written.sort()).toEqual([...plan.keys()].sort());
      for (const [path, { text, executable }] of plan) {
        expect(readFileSync(join(directory, path), 'utf8'), path).toBe(text);
        expect((statSync(join(directory, path)).mode & 0o100) !== 0, path).toBe(executable);
      }
    },
  );

  it.each([
    { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    { TZ: 'America/St_Johns', LANG: 'C', HOME: '/nonexistent' },
    { USER: 'someone', HOSTNAME: 'elsewhere', npm_config_user_agent: 'pnpm/9.0.0', COLUMNS: '20' },
  ])('writes the same bytes and modes with %j', (environment) => {
    const elsewhere = join(home, 'some', 'where else');
    mkdirSync(elsewhere, { recursive: true });
    const argv = [inject('program'), ...ORDERS];
    expect(runIn(home, argv)).toMatchObject({ code: 0 });
    expect(runIn(elsewhere, argv, environment)).toMatchObject({ code: 0 });
    expect(tree(join(elsewhere, 'orders'))).toEqual(tree(join(home, 'orders')));
  });
});
