import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type State, stateText } from '../../src/commit/projectState.ts';
import { readState } from '../../src/commit/readState.ts';
import { nodeDisk } from '../../src/host/disk.ts';
import { refusal } from './refusal.ts';
import { clear, makeSandbox } from './scenario.ts';

const ID = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';
const STATE: State = {
  format: 1,
  generator: '0.1.0',
  answers: { name: 'orders', services: ['postgres', 'redis'] },
  files: {
    'README.md': { id: ID, executable: false },
    'bin/run': { id: ID, executable: true },
  },
  conflicts: ['README.md'],
};

let project: string;
let stateFile: string;
beforeEach(() => {
  project = makeSandbox();
  stateFile = join(project, '.twelve-factor.json');
});
afterEach(() => clear(project));

/** What reading the state file with this content gives. */
function reading(content: string | Uint8Array): State | undefined {
  writeFileSync(stateFile, content);
  return readState(project, nodeDisk);
}

test('a directory without a state file is no project of ours', () => {
  expect(readState(project, nodeDisk)).toBeUndefined();
});

test('what was written is read back, whatever the line ends and the byte order mark', () => {
  const text = stateText(STATE);
  expect(reading(text)).toEqual(STATE);
  expect(reading(`\ufeff${text.replaceAll('\n', '\r\n')}`)).toEqual(STATE);
});

test('equal states have equal bytes, in whatever order they were made', () => {
  const { files, answers } = STATE;
  const reversed = <T>(map: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(map).reverse());
  const shuffled: State = { ...STATE, files: reversed(files), answers: reversed({ ...answers }) };
  expect(stateText(shuffled)).toBe(stateText(STATE));
});

test('any valid state survives being written and read', () => {
  const name = fc.stringMatching(/^[a-z_.]{1,12}$/).filter((text) => !/^\.|\.git/.test(text));
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
  const file = fc.record({
    id: fc.stringMatching(/^[0-9a-f]{40}$/),
    executable: fc.boolean(),
  });
  const answer = fc.oneof(fc.string(), fc.array(fc.string()));
  const key = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString'));
  const state = fc.record({
    format: fc.constant(1 as const),
    generator: fc.constantFrom('0.1.0', '12.0.3-beta.1'),
    answers: fc.dictionary(key, answer, { noNullPrototype: true }),
    files: fc.dictionary(path, file, { noNullPrototype: true }),
    conflicts: fc.array(path).map((paths) => paths.sort()),
  });
  fc.assert(
    fc.property(state, (written) => {
      expect(reading(stateText(written))).toEqual(written);
    }),
  );
});

const files = (path: string, file: unknown = STATE.files['bin/run']) => ({
  ...STATE,
  files: { [path]: file },
});

test.each<[string, unknown]>([
  ['a list', []],
  ['null', null],
  ['a text', 'state'],
  ['an empty object', {}],
  ['no format', { ...STATE, format: undefined }],
  ['a format of text', { ...STATE, format: '1' }],
  ['format 0', { ...STATE, format: 0 }],
  ['an unknown field', { ...STATE, hooks: ['rm -rf /'] }],
  ['no files', { ...STATE, files: undefined }],
  ['a generator that is no version', { ...STATE, generator: '1.0.0; rm -rf /' }],
  ['a generator of a million digits', { ...STATE, generator: `${'1'.repeat(900_000)}.0.0` }],
  ['an answer that is an object', { ...STATE, answers: { name: {} } }],
  ['an answer that is a list of numbers', { ...STATE, answers: { services: [1] } }],
  ['files as a list', { ...STATE, files: [] }],
  ['a file without an id', files('a', { executable: false })],
  ['a file with a short id', files('a', { id: 'e69de29', executable: false })],
  ['a file with an id of upper case', files('a', { id: ID.toUpperCase(), executable: false })],
  ['a file whose bit is text', files('a', { id: ID, executable: 'no' })],
  ['a file with an unknown field', files('a', { id: ID, executable: false, run: 'x' })],
  ['a path above', files('../x')],
  ['a path that leads above', files('a/../../x')],
  ['an absolute path', files('/etc/passwd')],
  ['a path with a drive', files('C:\\x')],
  ['a path with a NUL', files('a\0b')],
  ['a path into the repository', files('.git/hooks/pre-commit')],
  ['an empty path', files('')],
  ['a conflict above', { ...STATE, conflicts: ['../x'] }],
  ['conflicts that are no list', { ...STATE, conflicts: 'README.md' }],
  ['a conflict that is no text', { ...STATE, conflicts: [1] }],
])('%s is refused with exit code 3', (_, state) => {
  const error = refusal(() => reading(JSON.stringify(state)));
  expect(error).toMatchObject({ exitCode: 3, where: stateFile });
  expect(error.message.length).toBeLessThan(300);
});

test.each<[string, string | Uint8Array]>([
  ['nothing', ''],
  ['half of it', stateText(STATE).slice(0, 100)],
  ['a conflict of git', `<<<<<<< HEAD\n${stateText(STATE)}=======\n`],
  ['a comment', `// mine\n${stateText(STATE)}`],
  ['bytes that are no UTF-8', Buffer.from(stateText(STATE).replace('orders', 'ä'), 'latin1')],
  ['UTF-16', Buffer.from(stateText(STATE), 'utf16le')],
  ['half a million brackets', '['.repeat(500_000) + ']'.repeat(500_000)],
])('a file that holds %s is refused with exit code 3', (_, content) => {
  expect(refusal(() => reading(content))).toMatchObject({ exitCode: 3, where: stateFile });
});

test('a file of many gigabytes is refused without being read', () => {
  writeFileSync(stateFile, '');
  truncateSync(stateFile, 8 * 1024 ** 3);
  expect(refusal(() => readState(project, nodeDisk)).message).toMatch(/larger than a megabyte/);
});

test('a state of a newer format names the way out', () => {
  const newer = { format: 2, generator: '3.0.0', everything: 'else' };
  const error = refusal(() => reading(JSON.stringify(newer)));
  expect(error).toMatchObject({ exitCode: 3, remedy: expect.stringContaining('@latest') });
  expect(error.message).toMatch(/newer version/);
});

test('a link and a directory in its place are refused', () => {
  writeFileSync(join(project, 'elsewhere'), stateText(STATE));
  symlinkSync('elsewhere', stateFile);
  expect(refusal(() => readState(project, nodeDisk)).exitCode).toBe(3);
  const other = join(project, 'other');
  mkdirSync(join(other, '.twelve-factor.json'), { recursive: true });
  expect(refusal(() => readState(other, nodeDisk)).exitCode).toBe(3);
});

test('no key of the file reaches a prototype', () => {
  const hostile = stateText(STATE).replace('"answers": {', '"answers": {"__proto__": "x",');
  const state = reading(hostile);
  expect(Object.getPrototypeOf(state?.answers)).toBeNull();
  expect(Object.getPrototypeOf(state?.files)).toBeNull();
  expect(state?.files['toString' as string]).toBeUndefined();
});

test('whatever is put in the place of any value, it is read or refused, and never crashes', () => {
  const places = [
    ...Object.keys(STATE).map((key) => [key]),
    ['answers', 'name'],
    ['files', 'bin/run'],
    ['files', 'bin/run', 'id'],
    ['conflicts', '0'],
  ];
  const replace = (value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown => {
    if (key === undefined) return by;
    const copy = structuredClone(value) as Record<string, unknown>;
    copy[key] = replace(copy[key], rest, by);
    return copy;
  };
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, value) => {
      const text = JSON.stringify(replace(STATE, place, value));
      try {
        expect(stateText(reading(text) as State)).toBe(stateText(JSON.parse(text)));
      } catch (error) {
        expect(error).toMatchObject({ name: 'UserError', exitCode: 3 });
      }
    }),
  );
});
