import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import type { Box } from '../harness/box.ts';
import { type Fault, HERE, ORDERS } from '../harness/fault.ts';
import { run } from '../harness/run.ts';

const inTheWay: readonly (readonly [string, (box: Box) => void, RegExp])[] = [
  ['is a file', (box) => box.write('orders', 'mine'), /There is a file of this name/],
  ['is a named pipe', (box) => execFileSync('mkfifo', [box.at('orders')]), /is no directory/],
  ['is a socket', makeSocket, /is no directory/],
];

function makeSocket(box: Box): void {
  const listen = `require('net').createServer().listen(${JSON.stringify(box.at('orders'))}, () => process.kill(process.pid, 'SIGKILL'))`;
  try {
    execFileSync(process.execPath, ['-e', listen], { stdio: 'ignore' });
  } catch {
    // It ends itself, so that the socket stays.
  }
}

const links: readonly (readonly [string, string])[] = [
  ['to a directory', 'victim'],
  ['to a link to a directory', 'chain'],
  ['to nothing', 'nowhere'],
  ['to itself', 'orders'],
];

function makeLinks(box: Box, at: string, to: string): void {
  box.write('victim/precious', 'mine');
  symlinkSync('victim', box.at('chain'));
  symlinkSync(to, box.at(at));
}

const planted: readonly (readonly [string, string, string])[] = [
  ['.github is a link to a directory', 'orders/.github', '../victim'],
  ['.github is a link to a link', 'orders/.github', '../chain'],
  ['.github is a link to nothing', 'orders/.github', '../nowhere'],
  ['.github/workflows is a link to a directory', 'orders/.github/workflows', '../../victim'],
  ['README.md is a link to a file', 'orders/README.md', '../victim/precious'],
  ['README.md is a link to nothing', 'orders/README.md', '../nowhere'],
];

const HARMLESS = ['.git/config', '.DS_Store', 'LICENSE', '.idea/x.xml', 'docs/a.md'];

/** What goes wrong with the directory that a project is created in. */
export const TARGET_FAULTS: readonly Fault[] = [
  {
    row: 'C1',
    fault: 'the directory holds seven files',
    arrange: (box) => {
      for (const name of ['g', 'f', 'e', 'd', 'c', 'b', 'a']) box.write(`orders/${name}`);
    },
    exit: 3,
    says: /not empty: a, b, c, d, e and 2 more/,
  },
  {
    row: 'C1',
    fault: 'the directory holds a project',
    arrange: async (box) => void (await run(box, ORDERS)),
    exit: 3,
    says: /There is a twelve-factor project in this directory already/,
  },
  {
    row: 'C1',
    fault: 'the directory holds a file whose name is an escape sequence',
    arrange: (box) => void box.write('orders/\u001b[31mred'),
    exit: 3,
    says: /\\u001b\[31mred/,
  },
  {
    row: 'C2',
    fault: 'the directory exists, is empty and has the mode 0711',
    arrange: (box) => chmodSync(box.makeFolder('orders'), 0o711),
    exit: 0,
  },
  {
    row: 'C3',
    fault: `the directory holds ${HARMLESS.map((path) => path.split('/')[0]).join(', ')}`,
    arrange: (box) => {
      for (const path of HARMLESS) box.write(`orders/${path}`, 'mine');
    },
    exit: 0,
  },
  ...['README.md', '.gitignore'].map(
    (path): Fault => ({
      row: 'C3',
      fault: `the directory holds a ${path} of somebody`,
      arrange: (box) => void box.write(`orders/${path}`, 'mine'),
      exit: 3,
      says: new RegExp(`not empty: ${path}`),
    }),
  ),
  ...inTheWay.map(
    ([what, arrange, says]): Fault => ({
      row: 'C4',
      fault: `the directory ${what}`,
      arrange,
      exit: 3,
      says,
    }),
  ),
  {
    row: 'C4',
    fault: 'the directory is a device',
    needs: ['linux', 'root'],
    arrange: (box) => void execFileSync('mknod', [box.at('orders'), 'c', '1', '3']),
    exit: 3,
    says: /is no directory/,
  },
  ...links.map(
    ([what, to]): Fault => ({
      row: 'C5',
      fault: `the directory is a link ${what}`,
      arrange: (box) => makeLinks(box, 'orders', to),
      exit: 3,
      says: new RegExp(`symbolic link to ${to}`),
    }),
  ),
  ...planted.map(
    ([what, at, to]): Fault => ({
      row: 'C6',
      fault: `in the directory, ${what}`,
      arrange: (box) => {
        box.makeFolder('orders/.github');
        if (at === 'orders/.github') rmSync(box.at(at), { recursive: true });
        makeLinks(box, at, to);
      },
      exit: 3,
      says: new RegExp(at.split('/').at(-1) ?? at),
    }),
  ),
  { row: 'C9', fault: 'the directory is ".", empty', args: HERE, target: '.', exit: 0 },
  {
    row: 'C9',
    fault: 'the directory is ".", not empty',
    arrange: (box) => void box.write('main.py', 'mine'),
    args: HERE,
    target: '.',
    exit: 3,
    says: /not empty: main\.py/,
  },
];
