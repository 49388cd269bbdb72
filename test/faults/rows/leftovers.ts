import { cpSync, existsSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Box } from '../harness/box.ts';
import type { Fault } from '../harness/fault.ts';
import type { Manner } from '../harness/run.ts';

/** A copy of the installed package in which something is broken. */
function damaged(damage: (dist: string) => void) {
  return ({ program, record }: Box): Manner => {
    const copy = join(record, 'package');
    cpSync(join(program, '../../create-twelve-factor'), copy, { recursive: true });
    damage(join(copy, 'dist'));
    return { program: join(copy, 'bin/create-twelve-factor.cjs') };
  };
}

const BUG = /internal error: .*\n {2}to do: This is a bug of create-twelve-factor/;

const bugs: readonly (readonly [string, (dist: string) => void])[] = [
  ['a file of templates is missing', (dist) => rmSync(join(dist, 'parts/base.json'))],
  ['the list of parts is missing', (dist) => rmSync(join(dist, 'parts.json'))],
  [
    'a template asks for what is not there',
    (dist) => {
      const file = join(dist, 'parts/base.json');
      const part = JSON.parse(readFileSync(file, 'utf8'));
      const nowhere = [{ from: 'context', up: 0, path: ['nowhere'] }];
      part.templates = [...part.templates, ['Nowhere', nowhere]];
      writeFileSync(file, JSON.stringify(part));
    },
  ],
];

/** When a process started, in clock ticks since the machine did. */
function startOf(pid: number): string {
  const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** Larger than any process id can be. */
const NOBODYS_PID = 2 ** 22 + 1;

const owners: readonly (readonly [string, () => string, boolean])[] = [
  ['a process that is dead', () => `${NOBODYS_PID}-1`, false],
  ['a process whose number was given to another', () => `${process.pid}-1`, false],
  ['a process that is at work', () => `${process.pid}-${startOf(process.pid)}`, true],
];

/** The namespace that the numbers of our processes are of. */
const namespace = () => /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0];

const staging = (owner: string) => `.orders.ctf-${owner}-${namespace()}-abcdefgh`;

function leftover([what, owner, isAlive]: (typeof owners)[number]): Fault[] {
  const lock = (): string => `orders/.ctf-txn/owner-${owner()}-${namespace()}`;
  return [
    {
      row: 'D11',
      fault: `unfinished files beside the directory, of ${what}`,
      needs: ['linux'],
      arrange: (box) => void box.write(`${staging(owner())}/README.md`),
      exit: 0,
      touches: [`cwd/${staging(owner())}`],
      also: (box) => expect(existsSync(box.at(staging(owner())))).toBe(isAlive),
    },
    {
      row: 'D11',
      fault: `the directory is locked by ${what}`,
      needs: ['linux'],
      arrange: (box) => void box.write(lock()),
      ...(isAlive
        ? { exit: 3, says: /is in use by process \d+/ }
        : { exit: 0, touches: ['cwd/orders/.ctf-txn'] }),
    },
  ];
}

/** What goes wrong because of bugs, and of what earlier runs have left. */
export const LEFTOVER_FAULTS: readonly Fault[] = [
  ...bugs.map(
    ([fault, damage]): Fault => ({
      row: 'D9',
      fault,
      manner: damaged(damage),
      exit: 1,
      says: BUG,
    }),
  ),
  ...owners.flatMap(leftover),
];
