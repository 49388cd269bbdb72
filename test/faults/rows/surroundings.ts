import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Box } from '../harness/box.ts';
import { type Fault, ORDERS } from '../harness/fault.ts';
import { isLikeAnyOther } from '../harness/reference.ts';
import type { Manner } from '../harness/run.ts';
import { takeSnapshot } from '../harness/snapshot.ts';

/** Sets the clock, as far as the program can see it. */
function clock(year: number) {
  return ({ record }: Box): Manner => {
    const preload = join(record, 'clock.cjs');
    const now = Date.UTC(year, 0, 1);
    writeFileSync(
      preload,
      `const Real = Date; globalThis.Date = class extends Real { constructor(...a) { super(...(a.length ? a : [${now}])); } static now() { return ${now}; } };`,
    );
    return { environment: { NODE_OPTIONS: `--require=${preload}` } };
  };
}

const variables = (environment: NonNullable<Manner['environment']>): Manner => ({ environment });

const odd: readonly (readonly [string, Manner | ((box: Box) => Manner)])[] = [
  ['HOME is not set', variables({ HOME: undefined })],
  ['HOME is empty', variables({ HOME: '' })],
  ['HOME does not exist', variables({ HOME: '/nonexistent' })],
  [
    'XDG folders do not exist',
    variables({ XDG_CONFIG_HOME: '/nonexistent', XDG_CACHE_HOME: '/x' }),
  ],
  ['TMPDIR does not exist', variables({ TMPDIR: '/nonexistent' })],
  [
    'the environment holds nothing but PATH',
    { shell: 'exec env -i PATH="$PATH" FAULT_BOX="$FAULT_BOX" "$@"' },
  ],
  ['LC_ALL=C', variables({ LC_ALL: 'C', LANG: undefined })],
  ['LC_ALL=tr_TR.UTF-8', variables({ LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' })],
  ['TZ=Pacific/Kiritimati', variables({ TZ: 'Pacific/Kiritimati' })],
  ['the clock says 1970', clock(1970)],
  ['the clock says 2100', clock(2100)],
];

function hasModes(umask: number) {
  return (box: Box): void => {
    const { files } = JSON.parse(readFileSync(box.at('orders/.twelve-factor.json'), 'utf8'));
    for (const [path, what] of takeSnapshot(box.at('orders'))) {
      const full = what.startsWith('directory') || files[path]?.executable ? 0o777 : 0o666;
      const { mode } = statSync(join(box.at('orders'), path));
      expect((mode & 0o777).toString(8), path).toBe((full & ~umask).toString(8));
    }
  };
}

const [directory = '', ...flags] = ORDERS;

/** What is odd around a run, and must make no difference to its result. */
export const SURROUNDING_FAULTS: readonly Fault[] = [
  ...odd.map(
    ([fault, manner]): Fault => ({ row: 'D7', fault, manner, exit: 0, also: isLikeAnyOther }),
  ),
  {
    row: 'D7',
    fault: 'the user has a number but no name and no HOME',
    needs: ['linux', 'root'],
    arrange: (box) => void box.write('open/.keep'),
    args: ['open/orders', ...flags],
    manner: (box) => ({
      shell: `chmod 777 ${box.at('open')} && exec setpriv --reuid=54321 --regid=54321 --clear-groups "$@"`,
      environment: { HOME: undefined },
    }),
    target: 'open/orders',
    touches: ['cwd/open'],
    exit: 0,
  },
  ...[0o000, 0o002, 0o022, 0o027, 0o077].map(
    (umask): Fault => ({
      row: 'D8',
      fault: `umask ${umask.toString(8).padStart(3, '0')}`,
      manner: { shell: `umask ${umask.toString(8)}; exec "$@"` },
      exit: 0,
      also: hasModes(umask),
    }),
  ),
  {
    row: 'D10',
    fault: 'the flags come in another order',
    args: [...flags.slice(2), '--stack', 'flask', directory],
    exit: 0,
    also: isLikeAnyOther,
  },
  {
    row: 'D10',
    fault: 'there is one processor',
    needs: ['linux'],
    manner: { via: ['taskset', '-c', '0'] },
    exit: 0,
    also: isLikeAnyOther,
  },
];
