import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Box } from '../harness/box.ts';
import { type Fault, ORDERS } from '../harness/fault.ts';
import { introduce } from '../harness/gitFixtures.ts';
import type { Run } from '../harness/run.ts';
import { takeSnapshot } from '../harness/snapshot.ts';

const CURIOUS = 'a "b\'/ü \\$HOME `%';

/** Git worked there, and the printed commands lead there. */
function isUsableThere(box: Box, { stdout }: Run): void {
  const directory = box.at(`${CURIOUS}/orders`);
  const cd = /^ {2}(cd .*)$/m.exec(stdout)?.[1] ?? 'false';
  const told = execFileSync('sh', ['-c', `${cd} && pwd && git status --porcelain`], {
    cwd: box.cwd,
    encoding: 'utf8',
  });
  expect(told).toBe(`${directory}\n`);
}

function pathsAreDistinctAnywhere(box: Box): void {
  const paths = [...takeSnapshot(box.at('orders')).keys()];
  const folded = new Set(paths.map((path) => path.normalize('NFC').toLowerCase()));
  expect(folded.size).toBe(paths.length);
}

const resolved: readonly (readonly [string, (box: Box) => string])[] = [
  ['an absolute path', (box) => box.at('orders')],
  ['a path that ends in a slash', () => 'orders/'],
  ['a path with detours', () => './a/../orders'],
  ['a path beside the current directory', () => '../cwd/orders'],
];

const forbidden: readonly (readonly [string, (box: Box) => string, RegExp])[] = [
  ['the root of the file system', () => '/', /root of the file system/],
  ['the home directory', ({ home }) => home, /your home directory/],
  ['the parent of the current directory', () => '..', /inside of/],
  ["the program's own package", ({ program }) => `${packageOf(program)}/x`, /own package/],
];

function packageOf(program: string): string {
  return join(program, '../../create-twelve-factor');
}

const at = (directory: string): readonly string[] => [directory, ...ORDERS.slice(1)];

/** What goes wrong with paths. */
export const PATH_FAULTS: readonly Fault[] = [
  {
    row: 'B4',
    fault: 'a directory name of 300 letters',
    args: at('x'.repeat(300)),
    exit: 4,
    says: /too long for this file system/,
  },
  {
    row: 'B4',
    fault: 'a directory name of 100 emoji',
    args: [...at('🎉'.repeat(100)), '--name=party'],
    exit: 4,
    says: /too long for this file system/,
  },
  {
    row: 'B4',
    fault: 'a directory whose path has 4050 characters',
    arrange: (box) => void box.makeFolder(longPath(box)),
    args: (box) => at(`${longPath(box)}/orders`),
    exit: 4,
    says: /too long for this file system/,
  },
  {
    row: 'B5',
    fault: 'a parent directory with blanks, quotes, $, ` and umlauts',
    needs: ['git'],
    arrange: (box) => {
      box.makeFolder(CURIOUS);
      introduce(box);
    },
    args: [`${CURIOUS}/orders`, '--stack', 'flask', '--yes'],
    target: `${CURIOUS}/orders`,
    exit: 0,
    also: isUsableThere,
  },
  {
    row: 'B5',
    fault: 'a parent directory with a line break',
    arrange: (box) => void box.makeFolder('a\nb'),
    args: at('a\nb/orders'),
    target: 'a\nb/orders',
    exit: 0,
  },
  ...resolved.map(
    ([what, directory]): Fault => ({
      row: 'B6',
      fault: `the directory is ${what}`,
      args: (box) => at(directory(box)),
      exit: 0,
      says: /\n {2}in \/\S+\/cwd\/orders\n/,
    }),
  ),
  {
    row: 'B6',
    fault: 'the directory begins with a ~ that no shell has seen',
    args: ORDERS.slice(1),
    manner: { environment: { TWELVE_FACTOR_DIRECTORY: '~/orders' } },
    target: '../home/orders',
    exit: 0,
  },
  {
    row: 'B7',
    fault: 'a file system that ignores case or normal form',
    exit: 0,
    also: pathsAreDistinctAnywhere,
  },
  ...forbidden.map(
    ([what, directory, says]): Fault => ({
      row: 'B8',
      fault: `the directory is ${what}`,
      args: (box) => [...at(directory(box)), '--name=orders'],
      exit: 3,
      says,
    }),
  ),
];

function longPath({ cwd }: Box): string {
  const names = Math.floor((4050 - cwd.length) / 200);
  const rest = 4050 - cwd.length - names * 200 - 1;
  return [...Array(names).fill('x'.repeat(199)), 'x'.repeat(Math.max(rest, 1))].join('/');
}
