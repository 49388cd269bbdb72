import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeDisk } from '../../src/host/disk.ts';
import { makeReadOnly, withMount } from './mount.ts';
import { failure, refusal } from './refusal.ts';
import {
  CREATE,
  CREATE_HERE,
  clear,
  makeSandbox,
  makeTarget,
  perform,
  type Scenario,
  snapshot,
  UPDATE,
} from './scenario.ts';

let sandbox: string;
beforeEach(() => {
  sandbox = makeSandbox();
});
afterEach(() => clear(sandbox));

/** Files of several blocks each, so that a disk can also be full in the middle of one. */
const LARGE: Scenario = {
  name: 'absent target, large files',
  files: undefined,
  changes: [1, 2, 3].map((number) => ({
    kind: 'create',
    path: `folder-${number}/file`,
    text: 'large\n'.repeat(2_000),
    executable: false,
  })),
};

/** Takes what is free at a mount but for a few blocks, or a few files. */
const TAKE: Readonly<Record<string, (mount: string, left: number) => void>> = {
  blocks(mount, left) {
    const { bavail, bsize } = statfsSync(mount);
    writeFileSync(join(mount, 'ballast/blocks'), Buffer.alloc((bavail - left) * bsize));
  },
  files(mount, left) {
    for (let free = statfsSync(mount).ffree; free > left; free -= 1)
      writeFileSync(join(mount, `ballast/${free}`), '');
  },
};

interface Shortage {
  readonly scenario: Scenario;
  readonly name: string;
  readonly what: string;
}

const shortages: readonly Shortage[] = [CREATE, LARGE, CREATE_HERE, UPDATE].flatMap((scenario) =>
  Object.keys(TAKE).map((what) => ({ scenario, name: scenario.name, what })),
);

test.for(shortages)(
  '$name: on a disk with too few $what it leaves all as it was',
  ({ scenario, what }, context) => {
    withMount(context, sandbox, 'size=64k,nr_inodes=64', () => {
      const target = join(sandbox, 'my-app');
      for (let left = 0; left < 64; left += 1) {
        for (const path of ['my-app', 'ballast'])
          rmSync(join(sandbox, path), { recursive: true, force: true });
        makeTarget(scenario, target);
        mkdirSync(join(sandbox, 'ballast'));
        TAKE[what]?.(sandbox, left);
        const before = snapshot(sandbox);
        const error = failure(() => perform(scenario, target, nodeDisk));
        if (error === undefined) {
          expect(left).toBeGreaterThan(3);
          return;
        }
        expect(error).toMatchObject({ exitCode: 4 });
        expect(error.message).toMatch(/^The disk is full while writing /);
        expect(snapshot(sandbox), `${left} left`).toEqual(before);
      }
      expect.unreachable('There should have been enough at last.');
    });
  },
);

test.for([CREATE, CREATE_HERE, UPDATE])(
  '$name: a read-only file system is named as what it is',
  (scenario, context) => {
    withMount(context, sandbox, 'size=64k', () => {
      const target = join(sandbox, 'my-app');
      makeTarget(scenario, target);
      const before = snapshot(sandbox);
      makeReadOnly(sandbox);
      const error = refusal(() => perform(scenario, target, nodeDisk));
      expect(error).toMatchObject({ exitCode: 4 });
      expect(error.message).toMatch(/is on a read-only file system/);
      expect(snapshot(sandbox)).toEqual(before);
    });
  },
);

const NOBODY = 65_534;

/** Runs `body` as a user that permissions hold for. */
function asOrdinaryUser(body: () => void): void {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) {
    execFileSync('chown', ['-R', String(NOBODY), sandbox]);
    process.seteuid?.(NOBODY);
  }
  try {
    body();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

test.each<[string, Scenario, string]>([
  ['the parent of a new project', CREATE, ''],
  ['the directory of a new project', CREATE_HERE, 'my-app'],
  ['the directory of a project', UPDATE, 'my-app'],
  ['a folder in which a file is made', UPDATE, 'my-app/app'],
  ['a folder in which a file is replaced', UPDATE, 'my-app/bin'],
  ['a folder in which a file is deleted', UPDATE, 'my-app/old'],
])('%s that may not be written leaves all as it was', (_, scenario, closed) => {
  makeTarget(scenario, join(sandbox, 'my-app'));
  chmodSync(join(sandbox, closed), 0o555);
  const before = snapshot(sandbox);
  asOrdinaryUser(() => {
    const error = refusal(() => perform(scenario, join(sandbox, 'my-app'), nodeDisk));
    expect(error).toMatchObject({ exitCode: 4 });
    expect(error.message).toMatch(/^There is no permission to write /);
  });
  expect(snapshot(sandbox)).toEqual(before);
  chmodSync(join(sandbox, closed), 0o755);
});

test('a file that may not be read leaves all as it was', () => {
  const target = join(sandbox, 'my-app');
  makeTarget(UPDATE, target);
  chmodSync(join(target, 'README.md'), 0);
  const before = snapshot(sandbox);
  asOrdinaryUser(() => {
    const error = refusal(() => perform(UPDATE, target, nodeDisk));
    expect(error).toMatchObject({ exitCode: 4, where: 'README.md' });
  });
  expect(snapshot(sandbox)).toEqual(before);
});
