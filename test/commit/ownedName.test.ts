import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { asPid1 } from '../../src/check/harness/isolation.ts';
import { ownedName, ownerOf, uniqueName } from '../../src/commit/ownedName.ts';
import { isAnotherAlive, type Owner, thisProcess } from '../../src/host/owner.ts';
import { bundleChild } from './children.ts';
import { nameOf } from './owners.ts';
import { clear, makeSandbox } from './scenario.ts';

const container = asPid1();
const reason = container.possible ? '' : ` (${container.reason})`;

test('a name tells its owner, whatever its prefix is', () => {
  for (const prefix of ['owner-', '.1-2-3.ctf-', '']) {
    expect(ownerOf(ownedName(prefix), prefix)).toEqual(thisProcess());
    expect(ownerOf(uniqueName(prefix), prefix)).toEqual(thisProcess());
  }
});

test.each(['owner-1-2', 'owner-1-2-x', 'owner-1-2-3-', 'owner-1-2-3-A', 'owner--1-2-3', 'x-1-2-3'])(
  '%s tells of nobody',
  (name) => {
    expect(ownerOf(name, 'owner-')).toBeUndefined();
  },
);

test('a name is short enough beside a prefix of 200 bytes, for the largest numbers', () => {
  const largest = { pid: 2 ** 22, started: 10 ** 11, namespace: 2 ** 32 - 1 };
  const random = uniqueName('').length - ownedName('').length;
  expect(200 + nameOf(largest).length + random).toBeLessThan(255);
});

test.skipIf(!container.possible)(
  `the first process of another container is not taken for one of here${reason}`,
  () => {
    const sandbox = makeSandbox();
    onTestFinished(() => clear(sandbox));
    const script = join(sandbox, 'owner.cjs');
    bundleChild('ownerChild.ts', script);
    const [unshare = '', ...rest] = container.possible ? container.prefix : [];
    const args = [...rest, process.execPath, script];
    const owner: Owner = JSON.parse(execFileSync(unshare, args, { encoding: 'utf8' }));
    expect(owner.pid).toBe(1);
    expect(owner.namespace).not.toBe(thisProcess().namespace);
    expect(isAnotherAlive(owner)).toBe(true);
    expect(isAnotherAlive({ ...owner, namespace: thisProcess().namespace })).toBe(false);
  },
);
