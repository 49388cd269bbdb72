import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Box } from '../harness/box.ts';
import { incompleteness } from '../harness/completeness.ts';
import { type Fault, ORDERS } from '../harness/fault.ts';
import { type Run, run } from '../harness/run.ts';
import { takeSnapshot } from '../harness/snapshot.ts';

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

/** Runs while a folder that is written into is a link half of the time. */
async function swapWhileWriting(box: Box): Promise<Run> {
  const swap = `while :; do mv .github real && ln -s ../victim .github; sleep 0.00$((RANDOM % 9 + 1)); rm .github; mv real .github; done`;
  let last: Run | undefined;
  for (let turn = 0; turn < 12; turn += 1) {
    box.makeFolder('orders/.github');
    const swapper = spawn('bash', ['-c', swap], { cwd: box.at('orders'), stdio: 'ignore' });
    last = await run(box, ORDERS);
    swapper.kill('SIGKILL');
    expect([0, 3, 4], last.stderr).toContain(last.exitCode);
    rmSync(box.at('orders'), { recursive: true, force: true });
  }
  return { ...(last as Run), exitCode: 3 };
}

/** Starts both behind a closed gate and opens it. */
async function race(box: Box): Promise<Run> {
  let loser: Run | undefined;
  for (let turn = 0; turn < 20; turn += 1) {
    const gate = { shell: 'while ! test -e gate; do sleep 0.01; done; exec "$@"' };
    const both = Promise.all([run(box, ORDERS, gate), run(box, ORDERS, gate)]);
    await wait(30);
    box.write('gate');
    const runs = await both;
    expect(runs.map(({ exitCode }) => exitCode).sort()).toEqual([0, 3]);
    expect(incompleteness(box.at('orders'))).toEqual([]);
    loser = runs.find(({ exitCode }) => exitCode === 3);
    for (const path of ['orders', 'gate']) rmSync(box.at(path), { recursive: true });
  }
  return loser as Run;
}

/** Makes the target when everything is staged and the renaming is about to happen. */
async function comesFirst(box: Box): Promise<Run> {
  const via = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=rename'];
  const slow = [...via, '-e', 'inject=rename:delay_enter=700000'];
  const running = run(box, ORDERS, { via: slow, limitMs: 20_000 });
  const isStaged = () => readdirSync(box.cwd).some((name) => name.startsWith('.orders.ctf-'));
  for (let tries = 0; tries < 500 && !isStaged(); tries += 1) await wait(10);
  await wait(200);
  mkdirSync(box.at('orders'));
  writeFileSync(box.at('orders/theirs'), '');
  return running;
}

const HERE = ['.', ...ORDERS.slice(1), '--name=orders'];

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
  {
    row: 'C6',
    fault: 'a folder turns into a link and back while it is written to',
    needs: ['linux'],
    arrange: (box) => void box.write('victim/precious', 'mine'),
    play: swapWhileWriting,
    exit: 3,
  },
  {
    row: 'C8',
    fault: '20 times two runs at once',
    play: race,
    exit: 3,
    says: /created by another run|in this directory already/,
    leaves: 'nothing',
  },
  {
    row: 'C8',
    fault: 'the directory appears just before it is published',
    needs: ['strace'],
    play: comesFirst,
    target: 'nothing-else',
    touches: ['cwd/orders'],
    exit: 3,
    says: /was created by another run/,
    also: (box) => expect([...takeSnapshot(box.at('orders')).keys()]).toEqual(['', 'theirs']),
  },
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
