import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { isOffered, OPTION_KEYS, SWITCHES } from '../../src/answers/options.ts';
import { COMMAND_WORDS, toCommandLine } from '../../src/answers/toCommandLine.ts';
import { partsOfKind } from '../../src/catalog/findParts.ts';
import { planProject } from '../../src/plan/planProject.ts';
import { realCatalog } from '../catalog/realCatalog.ts';
import { builtProgram, emptyFolder } from './runProgram.ts';

const { run, type } = builtProgram();
const ORDERS = ['orders', '--stack', 'flask', '--no-git'];

/** Every file below a folder, with its text and mode. */
function treeOf(folder: string): Readonly<Record<string, readonly [string, number]>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    files
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => {
        const { mode } = statSync(join(folder, path));
        return [path, [readFileSync(join(folder, path), 'utf8'), mode & 0o777]];
      }),
  );
}

describe('--help', () => {
  it.each([['--help'], ['-h'], ['create', '--help'], ['list', '--help'], ['schema', '--help']])(
    '%s %s fits 80 columns, on stdout',
    (...args) => {
      const { exitCode, stdout, stderr } = run(args.filter(Boolean));
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );

  it('names every option and switch, the exit codes, and what holds without a terminal', () => {
    const { stdout } = run(['--help']);
    const answers = OPTION_KEYS.filter(
      (key) => key !== 'directory' && isOffered(key, realCatalog),
    ).map((key) => `--${key} `);
    const switches = Object.values(SWITCHES).map(({ flag }) => flag);
    for (const text of [...answers, ...switches, 'Exit codes:', 'Without a terminal'])
      expect(stdout).toContain(text);
    for (const code of ['0 done', '1 internal', '2 usage', '3 target', '4 environment', '130'])
      expect(stdout).toContain(code);
  });
});

it('--version is the one of the package', () => {
  const { version } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  expect(run(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
});

describe('list', () => {
  it('shows every stack to people', () => {
    const { stdout, exitCode } = run(['list']);
    expect(exitCode).toBe(0);
    for (const { name, summary } of partsOfKind(realCatalog, 'stack'))
      expect(stdout).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'));
  });

  it('shows the same to programs', () => {
    const listed = JSON.parse(run(['list', '--json']).stdout);
    for (const [key, kind] of [
      ['stacks', 'stack'],
      ['services', 'service'],
      ['targets', 'target'],
    ] as const) {
      const names = listed[key].map(({ name }: { name: string }) => name);
      expect(names).toEqual(partsOfKind(realCatalog, kind).map(({ name }) => name));
    }
  });
});

it('schema is a JSON Schema that takes an answers file', () => {
  const { stdout, exitCode } = run(['schema']);
  const validate = new Ajv2020().compile(JSON.parse(stdout));
  expect([exitCode, validate({ name: 'orders', stack: 'flask' })]).toEqual([0, true]);
  expect(validate({ name: 'Orders' })).toBe(false);
});

/** Command lines that are wrong, and what stderr says about each. */
const WRONG: readonly (readonly [readonly string[], RegExp])[] = [
  [['--stak', 'flask'], /unknown option '--stak'[\s\S]*Did you mean --stack\?/i],
  [['--dry-runn'], /Did you mean --dry-run\?/],
  [['orders', '--stack', 'falsk'], /where: --stack\n +to do: Did you mean flask\?/],
  [['orders', '--stack'], /argument missing/],
  [['orders', 'shop', '--stack', 'flask'], /One directory is enough/],
  [['-x'], /unknown option '-x'/i],
  [[...ORDERS, '--name', 'My Shop'], /where: --name\n +to do: Try my-shop\./],
  [[...ORDERS, '--name', 'flask'], /Try flask-app\./],
  [
    [...ORDERS, '--services=mysql,postgres'],
    /"postgres" and "mysql" both serve sql.*\n +where: --services\n +to do: Try --services postgres\./,
  ],
  [[...ORDERS, '--image', 'shop:1'], /Add --docker-build or --docker-run\./],
  [[...ORDERS, '--docker-build', '--image', 'a b'], /where: --image/],
  [['orders', '--stack', 'flask', '--git', '--no-git'], /--git and --no-git exclude each other/],
  [['--no-git', 'create', 'orders', '--stack=flask', '--git'], /exclude each other/],
  [['--stack', 'flask'], /where: the directory \(as an argument\)/],
  [[], /where: the directory \(as an argument\), --stack/],
  [[...ORDERS, '--answers', 'nowhere.yaml'], /There is no such file\n +where: nowhere\.yaml/],
  [[...ORDERS, '--description', ' '], /where: --description/],
  [['help'], /no command "help"/],
  [['update', '--yes'], /a directory of that name is \.\/update/],
  [['list', '--stack', 'flask'], /unknown option/i],
  [['list', 'stacks'], /too many arguments/i],
];

describe('a wrong command line', () => {
  it.each(WRONG)('%j is exit 2, says what to do, and writes nothing', (args, words) => {
    const cwd = emptyFolder();
    const { exitCode, stdout, stderr } = run(args, { cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^error: [A-Z"-]/);
    expect(stderr).toMatch(words);
    expect(stderr).toMatch(/^ {2}to do: /m);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it.each(WRONG.map(([args]) => [args]))('%j with --json is one object on stdout', (args) => {
    const { exitCode, stdout } = run(['--json', ...args], { cwd: emptyFolder() });
    const told = JSON.parse(stdout);
    expect([exitCode, told.exitCode]).toEqual([2, 2]);
    expect(told.error.message).toMatch(/^[A-Z"-]/);
  });

  it('flags that npm took for its own are given back', () => {
    const { exitCode, stderr } = run(['orders'], {
      cwd: emptyFolder(),
      environment: { npm_command: 'init', npm_config_stack: 'flask', npm_config_yes: 'true' },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('npm create twelve-factor@latest -- --stack=flask orders');
  });
});

describe('creating', () => {
  it('writes the plan and the state, and says how to go on', () => {
    const cwd = emptyFolder();
    const { exitCode, stdout, stderr } = run(ORDERS, { cwd });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(readdirSync(cwd)).toEqual(['orders']);
    const answers = {
      directory: 'orders',
      name: 'orders',
      description: 'A twelve-factor app',
      stack: 'flask',
      services: [],
      targets: [],
    };
    const tree = treeOf(join(cwd, 'orders'));
    const plan = planProject(answers, realCatalog);
    expect(Object.keys(tree)).toEqual([...plan.keys(), '.twelve-factor.json'].sort());
    for (const [path, { text }] of plan) expect(tree[path]?.[0], path).toBe(text);
    expect(stdout).toMatch(/^Created orders: Python with Flask, \d+ files$/m);
    expect(stdout).toContain('npx create-twelve-factor orders --name=orders');
  });

  it('gives the same bytes again by the command that it prints', () => {
    const [first, second] = [emptyFolder(), emptyFolder()];
    const hostile = `Sells "things" & 'more' $HOME \\ {{x}} -- \u{1f600}`;
    const { stdout } = run([...ORDERS, '--description', hostile], { cwd: first });
    const repeat = stdout.split('\n').find((line) => line.includes('npx create-twelve-factor'));
    expect(type(repeat ?? '', { cwd: second })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(treeOf(second)).toEqual(treeOf(first));
    expect(treeOf(first)['orders/openapi.json']?.[0]).toContain(JSON.stringify(hostile));
  });

  it.each(COMMAND_WORDS)(
    'in a directory that is called %s works, and so does its repetition',
    (directory) => {
      const cwd = emptyFolder();
      const answers = { directory, name: 'orders', description: 'x', stack: 'flask' };
      const line = toCommandLine({ ...answers, services: [], targets: [] }, { git: false });
      expect(type(line, { cwd })).toMatchObject({ exitCode: 0, stderr: '' });
      expect(readdirSync(cwd)).toEqual([directory]);
    },
  );

  it('with --json is one object on stdout and nothing else', () => {
    const { exitCode, stdout, stderr } = run([...ORDERS, '--json'], { cwd: emptyFolder() });
    const report = JSON.parse(stdout);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(report).toMatchObject({
      dryRun: false,
      exitCode: 0,
      answers: { name: 'orders', stack: 'flask' },
      sources: { directory: 'flag', name: 'default', stack: 'flag', services: 'default' },
      steps: [],
    });
  });

  it('works by the word create, with separators and flags on either side', () => {
    const cwd = emptyFolder();
    const args = ['--', '--no-git', 'create', '--', 'orders', '--stack=flask'];
    expect(run(args, { cwd }).exitCode).toBe(0);
    expect(readdirSync(cwd)).toEqual(['orders']);
  });

  it('takes --yes for everything', () => {
    const cwd = emptyFolder();
    expect(run(['--yes', '--no-git'], { cwd }).exitCode).toBe(0);
    expect(readdirSync(cwd)).toEqual(['my-app']);
  });

  it('into the current directory keeps what is harmless there', () => {
    const cwd = join(emptyFolder(), 'shop');
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'LICENSE'), 'mine\n');
    expect(run(['.', '--stack', 'flask', '--no-git'], { cwd }).exitCode).toBe(0);
    expect(readFileSync(join(cwd, 'LICENSE'), 'utf8')).toBe('mine\n');
    expect(JSON.parse(readFileSync(join(cwd, '.twelve-factor.json'), 'utf8')).answers.name).toBe(
      'shop',
    );
  });

  it('twice is refused, with nothing changed', () => {
    const cwd = emptyFolder();
    run(ORDERS, { cwd });
    const before = treeOf(cwd);
    const { exitCode, stderr } = run(ORDERS, { cwd });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('There is a twelve-factor project in this directory already');
    expect(treeOf(cwd)).toEqual(before);
  });
});

describe('answers', () => {
  const yaml = 'directory: shop\nname: from-stdin\nstack: flask\n';
  const answersOf = (args: readonly string[], input: string, environment = {}) =>
    JSON.parse(
      run(['--dry-run', '--json', ...args], { cwd: emptyFolder(), input, environment }).stdout,
    );

  it('come from stdin', () => {
    expect(answersOf(['--answers', '-'], yaml)).toMatchObject({
      answers: { directory: 'shop', name: 'from-stdin', stack: 'flask' },
      sources: { directory: 'file', name: 'file', description: 'default' },
    });
  });

  it('come from stdin as JSON too', () => {
    const { answers } = answersOf(
      ['--answers', '-'],
      JSON.stringify({ directory: 'x', stack: 'flask' }),
    );
    expect(answers.name).toBe('x');
  });

  it('of flags and the environment win', () => {
    const { answers, sources } = answersOf(['--answers=-', '--name', 'from-flag'], yaml, {
      TWELVE_FACTOR_NAME: 'from-env',
      TWELVE_FACTOR_DESCRIPTION: 'From the environment',
    });
    expect(answers).toMatchObject({ name: 'from-flag', description: 'From the environment' });
    expect(sources).toMatchObject({ name: 'flag', description: 'environment', stack: 'file' });
  });

  it('that are wrong on stdin are named with their line', () => {
    const { error, exitCode } = answersOf(['--answers', '-'], 'name: x\nstak: flask\n');
    expect([error.where, error.remedy, exitCode]).toEqual(['stdin:2', 'Did you mean stack?', 2]);
  });

  it('a file gives all that it can', () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'answers.json'), '{"directory": "shop", "stack": "flask"}');
    expect(run(['--answers', 'answers.json', '--no-git'], { cwd }).exitCode).toBe(0);
    expect(readdirSync(cwd).sort()).toEqual(['answers.json', 'shop']);
  });
});

describe('--dry-run', () => {
  it('writes nothing, and lists exactly what a run then does', () => {
    const cwd = emptyFolder();
    const planned = JSON.parse(run([...ORDERS, '--dry-run', '--json'], { cwd }).stdout);
    expect(readdirSync(cwd)).toEqual([]);
    const done = JSON.parse(run([...ORDERS, '--json'], { cwd }).stdout);
    expect(planned).toEqual({ ...done, dryRun: true });
    expect(planned.changes.map(({ path }: { path: string }) => path).sort()).toEqual(
      Object.keys(treeOf(join(cwd, 'orders'))),
    );
  });

  it('says for people what would happen to each path', () => {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, 'orders'));
    const before = JSON.parse(run([...ORDERS, '--dry-run', '--json'], { cwd }).stdout);
    expect(before.changes).toContainEqual({ kind: 'create', path: 'Procfile', executable: false });
    const { stdout } = run([...ORDERS, '--dry-run'], { cwd });
    expect(stdout).toMatch(/^Would create orders: /);
    expect(stdout).toMatch(/^ {2}create {2}\.twelve-factor\.json$/m);
    expect(readdirSync(join(cwd, 'orders'))).toEqual([]);
  });

  it('refuses what a run would refuse', () => {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, 'orders'));
    writeFileSync(join(cwd, 'orders', 'README.md'), 'mine\n');
    const { exitCode, stderr } = run([...ORDERS, '--dry-run'], { cwd });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('README.md');
  });
});
