import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentId } from '../../src/commit/projectState.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { pathsToMerge, reconcile, type Texts } from '../../src/reconcile/reconcile.ts';
import { changesOf, done, mapsOf, PATH, type Sides } from './sides.ts';

const text = fc
  .tuple(
    fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 5 }),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
  )
  .map(([lines, end, isEnded]) => lines.join(end) + (isEnded && lines.length > 0 ? end : ''));
/** What a template writes always has LF. */
const generated = fc.record({
  text: text.map((any) => any.replaceAll('\r\n', '\n')),
  executable: fc.boolean(),
});
const found = fc.record({
  text: fc.oneof({ weight: 9, arbitrary: text }, fc.constant(Buffer.from([0]))),
  executable: fc.boolean(),
});
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const anySides: fc.Arbitrary<Sides> = fc.oneof(
  fc.record({ recorded: maybe(generated), disk: maybe(found), next: maybe(generated) }),
  // Arbitrary texts are seldom equal: let two sides, or all, start from the same.
  fc.tuple(generated, maybe(generated), maybe(generated)).map(([recorded, disk, next]) => ({
    recorded,
    disk: disk ?? recorded,
    next: next ?? recorded,
  })),
);

test('every combination of the three sides has a result', () => {
  fc.assert(
    fc.property(anySides, (sides) => {
      const isKnown = sides.recorded !== undefined || sides.next !== undefined;
      expect(changesOf(sides).length > 0).toBe(isKnown);
    }),
    { numRuns: 500 },
  );
});

test('once done, the same again changes nothing', () => {
  fc.assert(
    fc.property(anySides, (sides) => {
      const disk = done(sides, changesOf(sides));
      const again = { recorded: sides.next, disk, next: sides.next };
      for (const change of changesOf(again).filter(({ path }) => path === PATH)) {
        expect(change.kind).toBe('keep');
        expect(change.text).toBeUndefined();
      }
    }),
    { numRuns: 500 },
  );
});

test('what the user has not touched becomes exactly what a new project would have', () => {
  fc.assert(
    fc.property(generated, generated, (recorded, next) => {
      const sides = { recorded, disk: recorded, next };
      expect(done(sides, changesOf(sides))).toEqual(next);
    }),
  );
});

test('a file of the user is deleted only if it is as it was generated', () => {
  fc.assert(
    fc.property(anySides, (sides) => {
      const isDeleted = changesOf(sides).some(({ kind }) => kind === 'delete');
      const { recorded, disk, next } = sides;
      const isUntouched =
        typeof disk?.text === 'string' &&
        recorded !== undefined &&
        contentId(disk.text) === contentId(String(recorded.text));
      expect(isDeleted).toBe(isUntouched && next === undefined);
    }),
    { numRuns: 500 },
  );
});

test('the recorded text matters only where pathsToMerge asks for it, and is never guessed', () => {
  fc.assert(
    fc.property(anySides, (sides) => {
      const [base, disk, next] = mapsOf(sides);
      const unknown: Texts = new Map(
        [...base].map(([path, { id, executable }]) => [path, { id, executable }]),
      );
      const asked = pathsToMerge(unknown, disk, next, contentId);
      const blind = reconcile(unknown, disk, next, contentId);
      if (asked.length === 0) expect(blind).toEqual(reconcile(base, disk, next, contentId));
      else expect(blind.map(({ kind }) => kind)).not.toContain('merge');
    }),
    { numRuns: 500 },
  );
});

test('without the recorded text both versions stand between markers, never a guess', () => {
  const id = contentId('one\ntwo\n');
  const base: Texts = new Map([[PATH, { id, executable: false }]]);
  const [, disk, next] = mapsOf({ disk: { text: 'ONE\ntwo\n' }, next: { text: 'one\nTWO\n' } });
  expect(reconcile(base, disk, next, contentId)).toMatchObject([
    {
      kind: 'conflict',
      text: '<<<<<<< yours\nONE\ntwo\n=======\none\nTWO\n>>>>>>> generated\n',
    },
  ]);
});

test('changes come in the order of their paths, recorded and planned alike', () => {
  const recorded = (name: string): Texts =>
    new Map([[name, { id: contentId('x'), executable: false }]]);
  const file = { text: 'x', executable: false, from: 'base' };
  const next: Plan = new Map([
    ['z', file],
    ['a', file],
  ]);
  const changes = reconcile(recorded('m'), new Map(), next, contentId);
  expect(changes.map(({ path }) => path)).toEqual(['a', 'm', 'z']);
});
