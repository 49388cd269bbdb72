import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleChild, runChild } from './children.ts';
import type { RaceOrder } from './raceChild.ts';
import {
  CREATE,
  CREATE_HERE,
  clear,
  makeSandbox,
  makeTarget,
  type Scenario,
  type Snapshot,
  snapshot,
  UPDATE,
} from './scenario.ts';

const ROUNDS = 100;

let workshop: string;
let script: string;
beforeAll(() => {
  workshop = makeSandbox();
  script = join(workshop, 'race.cjs');
  bundleChild('raceChild.ts', script);
});
afterAll(() => clear(workshop));

interface Races {
  /** How the two processes ended, race by race. */
  readonly results: readonly (readonly [string, string])[];
  /** What the targets are then. */
  readonly found: readonly Snapshot[];
  /** What is left beside the targets. */
  readonly siblings: readonly string[];
}

/** Lets two processes race for each of a hundred targets. */
async function raceAll(scenario: Scenario): Promise<Races> {
  const arena = join(workshop, scenario.name);
  mkdirSync(arena);
  const targets = Array.from({ length: ROUNDS }, (_, round) => join(arena, `target-${round}`));
  for (const target of targets) makeTarget(scenario, target);
  const marks = { mine: join(arena, 'a'), theirs: join(arena, 'b') };
  const orders: RaceOrder[] = [
    { targets, scenario, ...marks },
    { targets, scenario, mine: marks.theirs, theirs: marks.mine },
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

test.each([CREATE, CREATE_HERE, UPDATE])(
  '$name: of two runs at once exactly one wins, a hundred times',
  async (scenario) => {
    const { results, found, siblings } = await raceAll(scenario);
    for (const [round, pair] of results.entries()) {
      const [winner, loser] = [...pair].sort();
      expect(winner, `round ${round}: ${loser}`).toBe('0');
      expect(loser).toMatch(/^3 [^\n]*(another run|in use by process)[^\n]*$/);
    }
    expect(new Set(found.map((files) => JSON.stringify(files))).size).toBe(1);
    expect(Object.keys(found[0] ?? {}).filter((path) => path.includes('ctf'))).toEqual([]);
    expect(siblings).toEqual([]);
  },
);
