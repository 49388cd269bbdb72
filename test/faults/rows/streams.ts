import { expect } from 'vitest';
import type { PtyRun } from '../../pty/runInPty.ts';
import { type Fault, ORDERS } from '../harness/fault.ts';
import { runAtTerminal } from '../harness/run.ts';

const bash = (line: string) => ({ via: ['bash', '-o', 'pipefail', '-c', line, 'bash'] });

const plain: readonly (readonly [string, Omit<PtyRun, 'command'>, readonly string[]])[] = [
  ['NO_COLOR=1', { environment: { NO_COLOR: '1' } }, []],
  ['FORCE_COLOR=0', { environment: { FORCE_COLOR: '0' } }, []],
  ['TERM=dumb', { environment: { TERM: 'dumb' } }, []],
  ['--no-color', {}, ['--no-color']],
  ['NO_COLOR=1 and 20 columns', { environment: { NO_COLOR: '1' }, columns: 20 }, []],
];

/** What goes wrong with the standard streams. */
export const STREAM_FAULTS: readonly Fault[] = [
  {
    row: 'D5',
    fault: 'nobody reads stdout',
    manner: bash('(sleep 0.2; exec "$@") | true'),
    exit: 0,
  },
  {
    row: 'D5',
    fault: 'only the first line of stdout is read',
    manner: bash('"$@" | head -1'),
    exit: 0,
  },
  {
    row: 'D5',
    fault: 'only the first line of --help is read',
    args: ['--help'],
    manner: bash('"$@" | head -1'),
    exit: 0,
    leaves: 'nothing',
  },
  { row: 'D5', fault: 'stdout is closed', manner: { shell: 'exec "$@" >&-' }, exit: 0 },
  { row: 'D5', fault: 'stderr is closed', manner: { shell: 'exec "$@" 2>&-' }, exit: 0 },
  {
    row: 'D5',
    fault: 'all standard streams are closed',
    manner: { shell: 'exec "$@" <&- >&- 2>&-' },
    exit: 0,
  },
  {
    row: 'D5',
    fault: 'stderr is closed and the answers are wrong',
    args: [...ORDERS, '--name=..'],
    manner: { shell: 'exec "$@" 2>&-' },
    exit: 2,
  },
  {
    row: 'D5',
    fault: 'stdout is on a full disk',
    needs: ['linux'],
    manner: { shell: 'exec "$@" >/dev/full' },
    exit: 0,
  },
  {
    row: 'D5',
    fault: 'stdout is on a full disk, with --json',
    needs: ['linux'],
    args: [...ORDERS, '--json'],
    manner: { shell: 'exec "$@" >/dev/full' },
    exit: 4,
    says: /could not be written/,
    leaves: 'project',
  },
  {
    row: 'D5',
    fault: 'the schema goes to a full disk',
    needs: ['linux'],
    args: ['schema'],
    manner: { shell: 'exec "$@" >/dev/full' },
    exit: 4,
    says: /could not be written/,
  },
  {
    row: 'D5',
    fault: 'the reader of --json is slow',
    args: [...ORDERS, '--json'],
    manner: bash('"$@" | (sleep 1; cat)'),
    exit: 0,
    says: /"exitCode": 0\n\}\n$/,
  },
  ...plain.map(
    ([what, manner, args]): Fault => ({
      row: 'D6',
      fault: `a terminal with ${what}`,
      needs: ['terminal'],
      play: (box) => runAtTerminal(box, [...ORDERS, ...args], manner),
      exit: 0,
      also: (_, { stdout }) => expect(stdout).not.toContain('\u001b'),
    }),
  ),
];
