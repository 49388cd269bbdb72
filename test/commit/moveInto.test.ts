import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeDisk } from '../../src/host/disk.ts';
import { AWKWARD_DISKS } from './disks.ts';
import { withMount } from './mount.ts';
import { arrange, clear, perform, type Snapshot, snapshot, UPDATE } from './scenario.ts';

/** The sandbox after an update on an ordinary disk. */
function usual(): Snapshot {
  const { sandbox, target } = arrange(UPDATE);
  perform(UPDATE, target, nodeDisk);
  const found = snapshot(sandbox);
  clear(sandbox);
  return found;
}

test.each(Object.entries(AWKWARD_DISKS))('an update %s gives the same as any other', (_, disk) => {
  const { sandbox, target } = arrange(UPDATE);
  perform(UPDATE, target, disk);
  expect(snapshot(sandbox)).toEqual(usual());
  clear(sandbox);
});

test('a folder of the project that is a mount of its own is changed like any other', (context) => {
  const { sandbox, target } = arrange(UPDATE);
  const folder = join(target, 'app');
  withMount(context, folder, 'size=1m,mode=755', () => {
    writeFileSync(join(folder, 'main.py'), 'main\n');
    writeFileSync(join(folder, 'gone.py'), 'gone\n');
    perform(UPDATE, target, nodeDisk);
    expect(snapshot(sandbox)).toEqual(usual());
  });
  clear(sandbox);
});
