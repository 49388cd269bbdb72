import { expect, test } from 'vitest';
import type { ChangeKind } from '../../src/reconcile/change.ts';
import { changesOf, done, PATH, type Sides } from './sides.ts';

const none = undefined;
const B = 'one\ntwo\nthree\n';
/** What the template has become. */
const T = 'one\ntwo\nTHREE\n';
/** An edit of the user that T does not touch, and one in the same place. */
const APART = 'ONE\ntwo\nthree\n';
const CLASH = 'one\ntwo\nmine\n';
const MERGED = 'ONE\ntwo\nTHREE\n';
const MARKED = 'one\ntwo\n<<<<<<< yours\nmine\n=======\nTHREE\n>>>>>>> generated\n';

type Text = string | undefined;
type Row = [recorded: Text, disk: Text, next: Text, kind: ChangeKind, after: Text, note?: string];

/** Recorded, on disk, next -> what happens, and what is on disk then. */
const POLICY: readonly Row[] = [
  [none, none, T, 'create', T],
  [none, T, T, 'keep', T, 'adopted'],
  [none, CLASH, T, 'conflict', MARKED],
  [B, B, T, 'replace', T],
  [B, B, B, 'keep', B],
  [B, CLASH, B, 'keep', CLASH, 'yours'],
  [B, none, B, 'keep', none, 'deleted by you'],
  [B, none, none, 'keep', none, 'already gone'],
  [B, APART, T, 'merge', MERGED],
  [B, CLASH, T, 'conflict', MARKED],
  [B, none, T, 'stays-deleted', none],
  [B, B, none, 'delete', none],
  [B, CLASH, none, 'keep', CLASH, 'orphan'],
  [B, T, T, 'keep', T, 'already there'],
];

const NAMES = new Map<Text, string>([
  [none, 'none'],
  [B, 'B'],
  [T, 'T'],
  [APART, 'edited apart'],
  [CLASH, 'edited in the same place'],
]);

function sidesOf(recorded: Text, disk: Text, next: Text): Sides {
  const version = (text: Text) => (text === undefined ? undefined : { text });
  return { recorded: version(recorded), disk: version(disk), next: version(next) };
}

const named = POLICY.map(
  (row) => [...row.slice(0, 3).map((text) => NAMES.get(text)), row[3], row] as const,
);

test.each(named)('recorded %s, on disk %s, next %s: %s', (...[, , , , row]) => {
  const [recorded, disk, next, kind, after, note] = row as Row;
  const sides = sidesOf(recorded, disk, next);
  const changes = changesOf(sides);
  expect(changes).toMatchObject([{ path: PATH, kind, ...(note ? { note } : {}) }]);
  expect(done(sides, changes)?.text).toBe(after);
});

/** Recorded, on disk, next -> on disk then. The one who changed the executable bit decides it. */
const BITS: readonly [boolean, boolean, boolean, boolean][] = [
  [false, false, false, false],
  [false, false, true, true],
  [false, true, false, true],
  [false, true, true, true],
  [true, false, false, false],
  [true, false, true, false],
  [true, true, false, false],
  [true, true, true, true],
];

test.each(BITS)('the executable bit: recorded %s, on disk %s, next %s: %s', (...bits) => {
  const [recorded, disk, next, after] = bits;
  for (const [before, mine, template] of [
    [B, B, B],
    [B, B, T],
    [B, APART, B],
    [B, APART, T],
    [B, T, T],
  ] as const) {
    const sides: Sides = {
      recorded: { text: before, executable: recorded },
      disk: { text: mine, executable: disk },
      next: { text: template, executable: next },
    };
    expect(done(sides, changesOf(sides))?.executable).toBe(after);
  }
});

test('a new file gets its executable bit, one that is adopted keeps its own', () => {
  const next = { text: T, executable: true };
  expect(changesOf({ next })).toMatchObject([{ kind: 'create', executable: true }]);
  expect(changesOf({ disk: { text: T }, next })).toEqual([
    { kind: 'keep', path: PATH, note: 'adopted' },
  ]);
});

test('a checkout with CRLF counts as untouched, and keeps its line ends', () => {
  const crlf = (text: string) => ({ text: text.replaceAll('\n', '\r\n') });
  const sides = { recorded: { text: B }, disk: crlf(B), next: { text: T } };
  expect(changesOf(sides)).toMatchObject([{ kind: 'replace', text: crlf(T).text }]);
  expect(changesOf({ ...sides, next: { text: B } })).toEqual([{ kind: 'keep', path: PATH }]);
  expect(changesOf({ ...sides, disk: crlf(T) })).toMatchObject([{ kind: 'keep' }]);
});

test('what is no text stays as it is, and the new version is put beside it', () => {
  const sides = {
    recorded: { text: B },
    disk: { text: Buffer.from([0, 1]), executable: true },
    next: { text: T, executable: true },
  };
  expect(changesOf(sides)).toMatchObject([
    { kind: 'conflict', path: PATH, note: expect.stringContaining(`${PATH}.new`) },
    { kind: 'create', path: `${PATH}.new`, text: T, executable: true },
  ]);
  expect(changesOf(sides)[0]).not.toHaveProperty('text');
  expect(changesOf({ disk: sides.disk, next: sides.next })).toHaveLength(2);
  expect(changesOf({ ...sides, next: undefined })).toMatchObject([{ note: 'orphan' }]);
});

test.each([
  ['replaces', B, T],
  ['merges', APART, T],
  ['marks', CLASH, T],
  ['deletes', B, none],
])('a change that %s a file names the bytes that it was decided for', (_, disk, next) => {
  expect(changesOf(sidesOf(B, disk, next))).toMatchObject([{ was: `bytes of ${disk}` }]);
});
