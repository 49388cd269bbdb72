import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { expect } from 'vitest';
import type { Box } from '../harness/box.ts';
import { incompleteness } from '../harness/completeness.ts';
import { type Fault, ORDERS } from '../harness/fault.ts';
import { NOBODY, type Run, run } from '../harness/run.ts';
import { clear, momentsOf, runWith } from '../harness/sweep.ts';

/** Mounts a small file system that lives in memory; it goes with the box. */
function mountSmall(box: Box, path: string, options: string): void {
  const place = box.makeFolder(path);
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'small', place]);
  box.onRemove(() => execFileSync('umount', [place]));
}

const small = (options: string) => (box: Box) => mountSmall(box, 'small', options);
const SMALL = ['small/orders', ...ORDERS.slice(1)];

/** Tries a disk of every size until the project fits; each smaller one is left as it was. */
function growing(option: string, sizes: readonly string[]) {
  return async (box: Box): Promise<Run> => {
    let failure: Run | undefined;
    for (const size of sizes) {
      execFileSync('mount', ['-o', `remount,${option}=${size}`, box.at('small')]);
      const result = await run(box, SMALL);
      if (result.exitCode === 0) break;
      failure = result;
      expect(result.stderr).toMatch(
        /The disk is full while writing .* \(about \d+ kB are needed\)/,
      );
      expect(result.exitCode).toBe(4);
      expect(readdirSync(box.at('small')), size).toEqual([]);
    }
    expect(incompleteness(box.at('small/orders'))).toEqual([]);
    execFileSync('rm', ['-rf', box.at('small/orders')]);
    return failure as Run;
  };
}

const KIBIBYTES = Array.from({ length: 60 }, (_, index) => `${4 + index * 12}k`);
const INODES = Array.from({ length: 40 }, (_, index) => `${2 + index * 5}`);

/** Lets every write of the commit fail, one after the other. */
async function failEverywhere(box: Box, error: string): Promise<Run> {
  let failure: Run | undefined;
  for (const moment of await momentsOf(box, ORDERS)) {
    clear(box);
    const result = await runWith(`error=${error}`, moment, box, ORDERS);
    expect([0, 4], JSON.stringify(moment)).toContain(result.exitCode);
    const isMade = existsSync(box.at('orders'));
    expect(isMade).toBe(result.exitCode === 0);
    expect(readdirSync(box.cwd)).toEqual(isMade ? ['orders'] : []);
    if (result.exitCode === 4) failure = result;
  }
  clear(box);
  return failure as Run;
}

/** What goes wrong with disks, permissions and limits. */
export const DISK_FAULTS: readonly Fault[] = [
  {
    row: 'D1',
    fault: 'disks of growing size, all too small',
    needs: ['linux', 'root'],
    arrange: small('size=4k'),
    play: growing('size', KIBIBYTES),
    target: 'small/orders',
    exit: 4,
  },
  {
    row: 'D1',
    fault: 'disks with room for a growing number of files, all too few',
    needs: ['linux', 'root'],
    arrange: small('nr_inodes=2'),
    play: growing('nr_inodes', INODES),
    target: 'small/orders',
    exit: 4,
  },
  ...[
    ['ENOSPC', /The disk is full/],
    ['EDQUOT', /The disk is full/],
    ['EIO', /The disk reported an error/],
  ].map(
    ([error, says]): Fault => ({
      row: 'D1',
      fault: `${error} at every system call that writes`,
      needs: ['strace'],
      play: (box) => failEverywhere(box, String(error)),
      exit: 4,
      says: says as RegExp,
    }),
  ),
  {
    row: 'D1',
    fault: 'files may have 1,000 bytes',
    needs: ['linux'],
    manner: { via: ['prlimit', '--fsize=1000'] },
    exit: 4,
    says: /The disk is full/,
  },
  {
    row: 'D1',
    fault: 'a full disk around a repository that is there already',
    needs: ['linux', 'root'],
    arrange: (box) => {
      mountSmall(box, 'small', 'size=64k');
      box.write('small/orders/.git/config', '');
    },
    args: SMALL,
    target: 'small/orders',
    exit: 4,
    says: /The disk is full/,
  },
  {
    row: 'D3',
    fault: 'the parent directory may not be written',
    needs: ['linux', 'root'],
    manner: { via: NOBODY },
    exit: 4,
    says: /There is no permission to write/,
  },
  {
    row: 'D3',
    fault: 'the directory exists and may not be written',
    needs: ['linux', 'root'],
    arrange: (box) => void box.makeFolder('orders'),
    manner: { via: NOBODY },
    exit: 4,
    says: /There is no permission to write/,
  },
  {
    row: 'D3',
    fault: 'the parent directory may not be entered',
    needs: ['linux', 'root'],
    arrange: (box) => chmodSync(box.makeFolder('locked'), 0o700),
    args: ['locked/orders', ...ORDERS.slice(1)],
    manner: { via: NOBODY },
    exit: 4,
    says: /There is no permission/,
  },
  {
    row: 'D3',
    fault: 'the file system is read-only',
    needs: ['linux', 'root'],
    arrange: small('ro'),
    args: SMALL,
    exit: 4,
    says: /is on a read-only file system/,
  },
  {
    row: 'D3',
    fault: 'the parent directory is immutable',
    needs: ['immutable'],
    arrange: (box) => {
      const folder = box.makeFolder('fixed');
      execFileSync('chattr', ['+i', folder]);
      box.onRemove(() => execFileSync('chattr', ['-i', folder]));
    },
    args: ['fixed/orders', ...ORDERS.slice(1)],
    exit: 4,
    says: /There is no permission to write/,
  },
  {
    row: 'D4',
    fault: '32 files may be open',
    needs: ['linux'],
    manner: { via: ['prlimit', '--nofile=32'] },
    exit: [0, 4],
    leaves: 'either',
  },
  {
    row: 'D4',
    fault: 'a heap of 64 MiB',
    manner: { environment: { NODE_OPTIONS: '--max-old-space-size=64' } },
    exit: 0,
  },
];
