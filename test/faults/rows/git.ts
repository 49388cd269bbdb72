import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Box } from '../harness/box.ts';
import { type Fault, ORDERS } from '../harness/fault.ts';
import { configure, git, introduce, makeRepository } from '../harness/gitFixtures.ts';
import type { Manner } from '../harness/run.ts';

const BY_DEFAULT = ORDERS.filter((word) => word !== '--no-git');
const ASKED_FOR = [...BY_DEFAULT, '--git'];

/** What keeps git from its work: a warning where it is a default, exit 5 where it was asked for. */
const failing: readonly (readonly [string, Partial<Fault>])[] = [
  [
    'git is not there',
    { manner: ({ tools }) => ({ environment: { PATH: tools } }), says: /not found on PATH/ },
  ],
  ['git knows no name of the user', { says: /git config user\.name "Your Name"/ }],
  [
    'commits must be signed',
    {
      arrange: (box) => {
        introduce(box);
        configure(box, { 'commit.gpgsign': 'true', 'gpg.program': 'false' });
      },
      says: /commit\.gpgsign/,
    },
  ],
  [
    'git is of another age',
    {
      arrange: (box) => box.fake('git'),
      manner: { environment: { FAKE_GIT: 'fail 129 unknown option' } },
      says: /exit code 129/,
    },
  ],
];

const undisturbed: readonly (readonly [string, (box: Box) => void, ((box: Box) => Manner)?])[] = [
  ['a global hook fails', (box) => hook(box, 'pre-commit', 'exit 1')],
  ['a global hook hangs', (box) => hook(box, 'commit-msg', 'sleep 60')],
  ['a hook of the template writes', (box) => template(box, 'post-commit', 'touch PWNED')],
  ['the user has a commit template and an editor', (box) => editor(box)],
  ...['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY'].map(
    (name) =>
      [
        `${name} points to another repository`,
        (box: Box) => void makeRepository(box, 'foreign'),
        (box: Box): Manner => ({ environment: { [name]: box.at('foreign/.git') } }),
      ] as const,
  ),
  [
    'GIT_CEILING_DIRECTORIES is set',
    () => undefined,
    (box) => ({ environment: { GIT_CEILING_DIRECTORIES: box.root } }),
  ],
  ['core.autocrlf=true', (box) => configure(box, { 'core.autocrlf': 'true' })],
  ['core.fileMode=false', (box) => configure(box, { 'core.fileMode': 'false' })],
  [
    'a global ignore file ignores everything',
    (box) => {
      box.write('ignored', '*\n');
      configure(box, { 'core.excludesFile': box.at('ignored') });
    },
  ],
];

function hook(box: Box, name: string, line: string): void {
  chmodSync(box.write(`hooks/${name}`, `#!/bin/sh\n${line}\n`), 0o755);
  configure(box, { 'core.hooksPath': box.at('hooks') });
}

function template(box: Box, name: string, line: string): void {
  chmodSync(box.write(`template/hooks/${name}`, `#!/bin/sh\n${line}\n`), 0o755);
  configure(box, { 'init.templateDir': box.at('template') });
}

function editor(box: Box): void {
  configure(box, { 'commit.template': box.write('message', 'x'), 'core.editor': 'sleep 60' });
}

/** The first commit holds exactly the files, with LF, and nothing is left over. */
function isCommitted(box: Box): void {
  const inside = (...args: string[]) => git(box, box.at('orders'), ...args);
  expect(inside('status', '--porcelain', '--untracked-files=all')).toBe('');
  expect(inside('log', '--format=%an %s')).toBe('A Person Create the project\n');
  const lines = inside('ls-files', '--eol', '--stage').trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(20);
  for (const line of lines) expect(line).toMatch(/^100(644|755) \w+ 0\ti\/(lf|none) /);
  expect(inside('ls-files')).not.toMatch(/(^|\/)\.env$/m);
}

const repositories: readonly (readonly [string, (box: Box) => void, string])[] = [
  ['a repository', (box) => makeRepository(box, '.'), 'orders'],
  [
    'a folder of a repository',
    (box) => void (makeRepository(box, 'mono') && box.makeFolder('mono/apps')),
    'mono/apps/orders',
  ],
  ['a second work tree', worktree, 'tree/orders'],
  ['a submodule', submodule, 'outer/inner/orders'],
  [
    'a bare repository',
    (box) => git(box, box.cwd, 'init', '--quiet', '--bare', 'bare'),
    'bare/orders',
  ],
  ['a repository of somebody else', foreign, 'orders'],
];

function worktree(box: Box): void {
  const main = makeRepository(box, 'main');
  git(box, main, 'worktree', 'add', '--quiet', box.at('tree'));
}

function submodule(box: Box): void {
  const inner = makeRepository(box, 'library');
  const outer = makeRepository(box, 'outer');
  git(
    box,
    outer,
    '-c',
    'protocol.file.allow=always',
    'submodule',
    '--quiet',
    'add',
    inner,
    'inner',
  );
}

function foreign(box: Box): void {
  makeRepository(box, '.');
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', '12345', join(box.cwd, '.git')]);
  if (process.getuid?.() === 0) execFileSync('chown', ['12345', box.cwd]);
}

/** What goes wrong with git. */
export const GIT_FAULTS: readonly Fault[] = [
  ...failing.flatMap(([what, fault]): Fault[] => [
    { row: 'E1', needs: ['git'], args: BY_DEFAULT, exit: 0, ...fault, fault: what },
    { row: 'E1', needs: ['git'], args: ASKED_FOR, exit: 5, ...fault, fault: `${what}, with --git` },
  ]),
  {
    row: 'E1',
    fault: 'git does not answer',
    arrange: (box) => box.fake('git'),
    args: BY_DEFAULT,
    manner: { environment: { FAKE_GIT: 'sleep' }, limitMs: 60_000 },
    exit: 0,
    says: /took too long/,
  },
  ...undisturbed.map(
    ([fault, arrange, manner]): Fault => ({
      row: /^(core|a global ignore)/.test(fault) ? 'E3' : 'E1',
      fault,
      needs: ['git'],
      arrange: (box) => {
        introduce(box);
        arrange(box);
      },
      args: ASKED_FOR,
      ...(manner ? { manner } : {}),
      exit: 0,
      also: isCommitted,
    }),
  ),
  ...repositories.map(
    ([what, arrange, target]): Fault => ({
      row: 'E2',
      fault: `the directory is in ${what}`,
      needs: ['git'],
      arrange: (box) => {
        arrange(box);
        introduce(box);
      },
      args: [target, ...ASKED_FOR.slice(1)],
      target,
      exit: 0,
      says: /is in the Git repository \//,
    }),
  ),
];
