import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasConflictMarkers, mergeText } from '../../src/reconcile/mergeText.ts';

/** What one side makes of a few lines of the base. */
type Edit = 'keep' | 'delete' | 'change' | 'add';

const EDITS: readonly Edit[] = ['keep', 'delete', 'change', 'add'];

/** The lines of one region as a side leaves them; every line that a side writes is its own. */
function edited(lines: readonly string[], edit: Edit, author: string): readonly string[] {
  const own = `${author} writes at ${lines[0]}`;
  if (edit === 'keep') return lines;
  if (edit === 'delete') return [];
  return edit === 'change' ? [own] : [...lines, own];
}

function textOf(regions: readonly (readonly string[])[]): string {
  // Between two regions stands a line that nobody touches.
  const lines = regions.flatMap((region, number) => [...region, `between ${number}`]);
  return lines.map((line) => `${line}\n`).join('');
}

interface Region {
  readonly lines: readonly string[];
  readonly yours: Edit;
  readonly generated: Edit;
}

const edits = fc.record({ yours: fc.constantFrom(...EDITS), generated: fc.constantFrom(...EDITS) });
const sizes = fc.integer({ min: 1, max: 3 });
const regions: fc.Arbitrary<readonly Region[]> = fc
  .array(fc.tuple(sizes, edits), { maxLength: 8 })
  .map((list) =>
    list.map(([size, both], region) => ({
      lines: Array.from({ length: size }, (_, line) => `line ${region}.${line}`),
      ...both,
    })),
  );

function sidesOf(list: readonly Region[]) {
  return {
    base: textOf(list.map(({ lines }) => lines)),
    yours: textOf(list.map(({ lines, yours }) => edited(lines, yours, 'user'))),
    generated: textOf(list.map(({ lines, generated }) => edited(lines, generated, 'template'))),
  };
}

/** True when only one side touched the region, or both did the same. */
function isCalm({ yours, generated }: Region): boolean {
  return yours === 'keep' || generated === 'keep' || (yours === 'delete' && generated === 'delete');
}

/** True when all of `lines` are in `text`, in this order. */
function hasInOrder(text: string, lines: readonly string[]): boolean {
  let rest = text.split('\n');
  return lines.every((line) => {
    const index = rest.indexOf(line);
    rest = rest.slice(index + 1);
    return index >= 0;
  });
}

const linesOf = (text: string): string[] => text.split('\n').slice(0, -1);
const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

test('edits in different regions merge cleanly, into exactly both', () => {
  fc.assert(
    fc.property(regions, (all) => {
      const calm = all.filter(isCalm);
      const both = calm.map(({ lines, yours, generated }) =>
        yours === 'keep' ? edited(lines, generated, 'template') : edited(lines, yours, 'user'),
      );
      expect(mergeText(sidesOf(calm))).toEqual({ text: textOf(both), conflicts: 0 });
    }),
  );
});

test('every region that both have changed is a conflict, and no other', () => {
  fc.assert(
    fc.property(regions, (all) => {
      const { text, conflicts } = mergeText(sidesOf(all));
      expect(conflicts).toBe(all.filter((region) => !isCalm(region)).length);
      expect(hasConflictMarkers(text)).toBe(conflicts > 0);
    }),
  );
});

test('no line that the user wrote is lost, whatever else happened', () => {
  const anyText = fc
    .array(fc.constantFrom('a', 'b', 'c', '', '  a', '}'), { maxLength: 12 })
    .map((lines) => lines.map((line) => `${line}\n`).join(''));
  fc.assert(
    fc.property(
      fc.option(anyText, { nil: undefined }),
      anyText,
      anyText,
      (base, mine, generated) => {
        // Lines of the user that cannot be in the base or the template.
        const yours = mine.replaceAll('b\n', 'user\n').replaceAll('c\n', 'user too\n');
        const { text } = mergeText({ base, yours, generated });
        const written = linesOf(yours).filter((line) => line.startsWith('user'));
        expect(linesOf(text).filter((line) => line.startsWith('user'))).toEqual(written);
      },
    ),
    { numRuns: 500 },
  );
});

test('without a base nothing of either side is lost, and every difference is a conflict', () => {
  fc.assert(
    fc.property(regions, (all) => {
      const { yours, generated } = sidesOf(all);
      const { text, conflicts } = mergeText({ base: undefined, yours, generated });
      expect(hasInOrder(text, linesOf(yours))).toBe(true);
      expect(hasInOrder(text, linesOf(generated))).toBe(true);
      expect(conflicts > 0).toBe(yours !== generated);
    }),
  );
});

test('where only one side moved, the result is that side', () => {
  fc.assert(
    fc.property(regions, (all) => {
      const { base, yours, generated } = sidesOf(all);
      expect(mergeText({ base, yours: base, generated }).text).toBe(generated);
      expect(mergeText({ base, yours, generated: base }).text).toBe(yours);
      expect(mergeText({ base, yours, generated: yours })).toEqual({ text: yours, conflicts: 0 });
    }),
  );
});

test('the line ends of the user stay: the merge is the same but for them', () => {
  fc.assert(
    fc.property(regions, (all) => {
      const { base, yours, generated } = sidesOf(all);
      const { text, conflicts } = mergeText({ base, yours, generated });
      expect(mergeText({ base, yours: crlf(yours), generated })).toEqual({
        text: crlf(text),
        conflicts,
      });
    }),
  );
});

test('the byte order mark of the user stays', () => {
  fc.assert(
    fc.property(regions, (all) => {
      const { base, yours, generated } = sidesOf(all);
      const { text } = mergeText({ base, yours, generated });
      expect(mergeText({ base, yours: `\ufeff${yours}`, generated }).text).toBe(`\ufeff${text}`);
    }),
  );
});

test.each([
  ['the user removed it', 'a\nb\n', 'a\nB', 'a\nb\n', 'a\nB'],
  ['the template removed it', 'a\nb\n', 'A\nb\n', 'a\nb', 'A\nb'],
  ['the template added it', 'a\n-\nb', 'A\n-\nb', 'a\n-\nb\n', 'A\n-\nb\n'],
  ['nobody had it', 'a\n-\nb', 'A\n-\nb', 'a\n-\nB', 'A\n-\nB'],
  ['nobody had it, and the file was empty', '', '', '', ''],
])('the last line end: %s', (_, base, yours, generated, expected) => {
  expect(mergeText({ base, yours, generated })).toEqual({ text: expected, conflicts: 0 });
});

test('a conflict shows both sides, and ends its last line', () => {
  const { text, conflicts } = mergeText({ base: 'a\nb', yours: 'a\nB', generated: 'a\nc' });
  expect(text).toBe('a\n<<<<<<< yours\nB\n=======\nc\n>>>>>>> generated\n');
  expect(conflicts).toBe(1);
});

test('a line that the user changed and the template deleted is a conflict, and the other way round', () => {
  const base = 'a\nb\nc\n';
  expect(mergeText({ base, yours: 'a\nB\nc\n', generated: 'a\nc\n' }).text).toBe(
    'a\n<<<<<<< yours\nB\n=======\n>>>>>>> generated\nc\n',
  );
  expect(mergeText({ base, yours: 'a\nc\n', generated: 'a\nB\nc\n' }).text).toBe(
    'a\n<<<<<<< yours\n=======\nB\n>>>>>>> generated\nc\n',
  );
});

test('in a file of mixed line ends each line of the user keeps its own', () => {
  const { text, conflicts } = mergeText({
    base: 'a\nb\nc\nd\n',
    yours: 'a\r\nb\nc\nd\n',
    generated: 'a\nb\nc\nD\n',
  });
  expect(text).toBe('a\r\nb\nc\nD\n');
  expect(conflicts).toBe(0);
});

test('markers are seen whatever the line ends, and only where a line is one', () => {
  const { text } = mergeText({ base: 'a\n', yours: 'b\n', generated: 'c\n' });
  expect(hasConflictMarkers(text)).toBe(true);
  expect(hasConflictMarkers(crlf(text))).toBe(true);
  expect(hasConflictMarkers(text.replace('<<<<<<< yours\n', ''))).toBe(true);
  expect(hasConflictMarkers(`see ${text.split('\n')[0]} in the manual\n=======\n`)).toBe(false);
});
