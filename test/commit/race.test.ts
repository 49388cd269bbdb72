import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesId } from '../../src/commit/projectState.ts';
import type { Change } from '../../src/reconcile/change.ts';
import { bundleChild, runChild } from './children.ts';
import type { RaceOrder } from './raceChild.ts';
import { CREATE, clear, makeSandbox, type Snapshot, snapshot } from './scenario.ts';

const ROUNDS = 100;
const tree = CREATE.changes;
const update: Change[] = [
  { kind: 'replace', path: 'one.txt', text: 'new one', was: bytesId(Buffer.from('one')) },
  { kind: 'delete', path: 'two.txt', was: bytesId(Buffer.from('two')) },
  { kind: 'replace', path: 'three.txt', text: 'new three', was: bytesId(Buffer.from('three')) },
];

let workshop: string;
let script: string;
beforeAll(() => {
  workshop = makeSandbox();
  script = join(workshop, 'race.cjs');
  bundleChild('raceChild.ts', script);
});
afterAll(() => clear(workshop));

/** Lets two processes race for each of a hundred targets, which `prepare` makes ready. */
async function raceAll(
  name: string,
  changes: readonly Change[],
  prepare: (target: string) => void,
): Promise<{ results: [string, string][]; found: Snapshot[]; siblings: string[] }> {
  const arena = join(workshop, name);
  mkdirSync(arena);
  const targets = Array.from({ length: ROUNDS }, (_, round) => join(arena, `target-${round}`));
  for (const target of targets) prepare(target);
  const marks = { mine: join(workshop, `${name}-a`), theirs: join(workshop, `${name}-b`) };
  const orders: RaceOrder[] = [
    { targets, changes, ...marks },
    { targets, changes, mine: marks.theirs, theirs: marks.mine },
  ];
  const ended = await Promise.all(orders.map((order) => runChild(script, order)));
  expect(ended.map(({ exitCode, err }) => [exitCode, err])).toEqual([
    [0, ''],
    [0, ''],
  ]);
  const [one, other] = ended.map(({ out }) => JSON.parse(out) as string[]);
  return {
    results: targets.map((_, round) => [one?.[round] ?? '', other?.[round] ?? '']),
    found: targets.map(snapshot),
    siblings: Object.keys(snapshot(arena)).filter((path) => /^\./.test(path)),
  };
}

test.each([
  ['an absent target', tree, () => undefined],
  ['an empty directory', tree, (target: string) => mkdirSync(target)],
  [
    'an update',
    update,
    (target: string) => {
      mkdirSync(target);
      for (const name of ['one', 'two', 'three', 'mine']) {
        writeFileSync(join(target, `${name}.txt`), name);
      }
    },
  ],
])('%s: of two runs at once exactly one wins, a hundred times', async (name, changes, prepare) => {
  const { results, found, siblings } = await raceAll(name, changes, prepare);
  for (const [round, pair] of results.entries()) {
    const [winner, loser] = [...pair].sort();
    expect(winner, `round ${round}: ${loser}`).toBe('0');
    expect(loser).toMatch(/^3 .*(another run|in use by process)/);
  }
  expect(new Set(found.map((files) => JSON.stringify(files))).size).toBe(1);
  expect(Object.keys(found[0] ?? {}).filter((path) => path.includes('ctf'))).toEqual([]);
  expect(siblings).toEqual([]);
});
