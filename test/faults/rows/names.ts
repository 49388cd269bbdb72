import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Box } from '../harness/box.ts';
import { incompleteness } from '../harness/completeness.ts';
import { type Fault, ORDERS } from '../harness/fault.ts';
import { type Run, run } from '../harness/run.ts';

const RULE = /no valid name: .*a name begins with a-z/;

const WRONG_NAMES = [
  ...['..', '../x', 'a/b', '/abs', 'C:\\x', '-rf', '.x', 'x.', ' x', 'x ', ' ', 'A', 'a_b', 'ü'],
  ...['a--b', 'a\nb', '$(id)', 'node_modules', 'x'.repeat(64)],
];

async function randomNames(box: Box): Promise<Run> {
  const names = fc.sample(fc.string({ unit: 'binary', minLength: 1 }), { numRuns: 40, seed: 12 });
  for (const name of names.filter((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text))) {
    const { exitCode } = await run(box, [...ORDERS, `--name=${name}`]);
    expect([0, 2], name).toContain(exitCode);
    if (exitCode === 0) expect(incompleteness(box.at('orders'))).toEqual([]);
    rmSync(box.at('orders'), { recursive: true, force: true });
  }
  return run(box, [...ORDERS, '--name=..']);
}

const at = (directory: string): readonly string[] => [directory, ...ORDERS.slice(1)];

/** What goes wrong with names. */
export const NAME_FAULTS: readonly Fault[] = [
  ...WRONG_NAMES.map(
    (name): Fault => ({
      row: 'B1',
      fault: `the name ${JSON.stringify(name.length > 60 ? '64 letters' : name)}`,
      args: [...ORDERS, `--name=${name}`],
      exit: 2,
      says: RULE,
    }),
  ),
  { row: 'B1', fault: '40 random names', play: randomNames, exit: 2 },
  {
    row: 'B1',
    fault: 'a name with a NUL, in a file',
    arrange: (box) => void box.write('a.yaml', 'name: "a\\0b"'),
    args: [...ORDERS, '--answers', 'a.yaml'],
    exit: 2,
    says: RULE,
  },
  { row: 'B1', fault: 'an empty directory name', args: at(''), exit: 2, says: /empty|blank/ },
  { row: 'B1', fault: 'a blank directory name', args: at('  '), exit: 2, says: /blank/ },
  {
    row: 'B1',
    fault: 'a directory name like a flag',
    args: ORDERS.slice(1),
    manner: { environment: { TWELVE_FACTOR_DIRECTORY: '-rf' } },
    exit: 2,
    says: /looks like a flag; write \.\/-rf/,
  },
  ...['con', 'aux', 'com1', 'lpt9'].map(
    (name): Fault => ({
      row: 'B3',
      fault: `the name ${name}, a device of Windows`,
      args: [...ORDERS, `--name=${name}`],
      exit: 2,
      says: new RegExp(`Try ${name}-app`),
    }),
  ),
  ...['class', 'test', 'http', 'go', 'internal', 'localhost'].map(
    (name): Fault => ({
      row: 'B3',
      fault: `the name ${name}, a word of languages and tools`,
      args: [...ORDERS, `--name=${name}`],
      exit: 0,
    }),
  ),
  {
    row: 'B3',
    fault: 'the name of a package that the project needs',
    args: [...ORDERS, '--name=flask'],
    exit: 2,
    says: /Try flask-app/,
  },
];
