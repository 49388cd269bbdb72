import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, inject } from 'vitest';
import { readCatalog } from '../../../src/catalog/readCatalog.ts';
import { planProject } from '../../../src/plan/planProject.ts';
import type { Box } from '../harness/box.ts';
import { type Fault, ORDERS } from '../harness/fault.ts';
import { isLikeAnyOther } from '../harness/reference.ts';
import { type Manner, NOBODY, type Run, run } from '../harness/run.ts';
import { installNode } from '../harness/runtimes.ts';

const root = resolve(import.meta.dirname, '../../..');
const SHIPPED =
  /^package\/(package\.json|LICENSE|README\.md|bin\/create-twelve-factor\.cjs|dist\/\S+\.(cjs|json|txt)|docs\/(check[\w.-]*|factors\/[\w-]+)\.(md|json))$/;

/** The tarball holds what is needed, and nothing that runs on installation or names this machine. */
function isClean(box: Box): void {
  const tar = (...args: string[]) => execFileSync('tar', args, { encoding: 'utf8' });
  const files = tar('tzf', inject('tarball')).trimEnd().split('\n');
  expect(files.filter((file) => !SHIPPED.test(file))).toEqual([]);
  expect(tar('tvzf', inject('tarball'), 'package/bin/create-twelve-factor.cjs')).toMatch(
    /^-rwxr-xr-x/,
  );
  tar('xzf', inject('tarball'), '-C', box.record);
  const manifest = JSON.parse(readFileSync(join(box.record, 'package/package.json'), 'utf8'));
  expect(manifest.dependencies).toBeUndefined();
  expect(
    Object.keys(manifest.scripts ?? {}).filter((name) => /install|prepare$/.test(name)),
  ).toEqual([]);
  for (const file of files)
    expect(readFileSync(join(box.record, file), 'utf8')).not.toContain(root);
}

/** The installed program writes what the sources plan. */
function isAsPlanned(box: Box): void {
  const answers = JSON.parse(readFileSync(box.at('orders/.twelve-factor.json'), 'utf8')).answers;
  const catalog = readCatalog(join(root, 'templates'));
  const plan = planProject({ ...answers, directory: 'orders' }, catalog);
  for (const [path, { text }] of plan)
    expect(readFileSync(box.at(`orders/${path}`), 'utf8'), path).toBe(text);
}

/** Copies the installed package to where it is run from. */
function copied(place: string, via: readonly string[] = []) {
  return ({ program, record }: Box): Manner => {
    const copy = join(record, place);
    cpSync(join(program, '../../create-twelve-factor'), copy, { recursive: true });
    if (via.length > 0) execFileSync('chmod', ['-R', 'a-w', copy]);
    return { program: join(copy, 'bin/create-twelve-factor.cjs'), via };
  };
}

const npm = (line: string) => (): Manner => ({
  shell: `shift 2; tarball=${inject('tarball')}; ${line}`,
  limitMs: 30_000,
});

const ways: readonly (readonly [string, (box: Box) => Manner])[] = [
  ['npx', npm('exec npx --offline --yes --package="$tarball" create-twelve-factor "$@"')],
  [
    'npm exec',
    npm('exec npm exec --offline --yes --package="$tarball" -- create-twelve-factor "$@"'),
  ],
  [
    'a global installation',
    npm(
      'npm i -g --offline --silent --prefix "$HOME" "$tarball" && exec "$HOME/bin/create-twelve-factor" "$@"',
    ),
  ],
  ['a path with blanks and umlauts', copied('a b/ü x')],
];

const OPTIONS = [
  ...['--throw-deprecation', '--disallow-code-generation-from-strings', '--disable-proto=throw'],
  ...['--unhandled-rejections=strict', '--preserve-symlinks', '--input-type=module'],
];

const CONNECTS = /connect\(|AF_INET/;

async function fastest(box: Box, args: readonly string[]): Promise<Run> {
  const runs: Run[] = [];
  for (let turn = 0; turn < 8; turn += 1) {
    execFileSync('rm', ['-rf', box.at('orders')]);
    runs.push(await run(box, args));
  }
  return runs.reduce((best, each) => (each.milliseconds < best.milliseconds ? each : best));
}

const withinMs =
  (limit: number) =>
  (_: Box, { milliseconds }: Run) =>
    expect(milliseconds).toBeLessThan(limit);

/** What goes wrong with the package, the way it is run, and the runtime. */
export const PACKAGE_FAULTS: readonly Fault[] = [
  { row: 'H1', fault: 'the tarball lacks a file, or has one too many', exit: 0, also: isClean },
  {
    row: 'H1',
    fault: 'the installed program differs from its sources',
    exit: 0,
    also: isAsPlanned,
  },
  ...ways.map(
    ([way, manner]): Fault => ({
      row: 'H2',
      fault: `run by ${way}`,
      manner,
      touches: ['home', 'tmp'],
      exit: 0,
      also: isLikeAnyOther,
    }),
  ),
  {
    row: 'H2',
    fault: 'the package may not be written',
    needs: ['linux', 'root'],
    arrange: (box) => void execFileSync('chown', ['65534', box.cwd]),
    manner: copied('fixed', NOBODY),
    exit: 0,
  },
  ...OPTIONS.map(
    (option): Fault => ({
      row: 'H2',
      fault: `NODE_OPTIONS=${option}`,
      manner: { environment: { NODE_OPTIONS: option } },
      exit: 0,
    }),
  ),
  ...['14', '16', '18'].map(
    (version): Fault => ({
      row: 'H2',
      fault: `Node ${version}, which is too old`,
      needs: ['linux', 'registry'],
      manner: () => ({ node: installNode(version) }),
      exit: 4,
      says: /needs Node\.js .*\n {2}where: this is Node\.js \d+/,
    }),
  ),
  ...['20', '22', '24', 'latest'].map(
    (version): Fault => ({
      row: 'H2',
      fault: `Node ${version}`,
      needs: ['linux', 'registry'],
      manner: () => ({ node: installNode(version) }),
      exit: 0,
      also: isLikeAnyOther,
    }),
  ),
  {
    row: 'H3',
    fault: 'the network is watched',
    needs: ['strace'],
    args: ORDERS.filter((word) => word !== '--no-git'),
    manner: ({ record }) => ({
      via: ['strace', '-f', '-qq', '-e', 'trace=connect,sendto', '-o', join(record, 'trace')],
      limitMs: 30_000,
    }),
    exit: 0,
    also: ({ record }) => expect(readFileSync(join(record, 'trace'), 'utf8')).not.toMatch(CONNECTS),
  },
  {
    row: 'H3',
    fault: 'there is no network',
    needs: ['no network'],
    manner: { via: ['unshare', '-rn'] },
    exit: 0,
  },
  {
    row: 'H4',
    fault: '--version takes 150 ms',
    play: (box) => fastest(box, ['--version']),
    exit: 0,
    leaves: 'nothing',
    also: withinMs(150),
  },
  {
    row: 'H4',
    fault: 'a project takes a second',
    play: (box) => fastest(box, ORDERS),
    exit: 0,
    also: withinMs(1000),
  },
];
