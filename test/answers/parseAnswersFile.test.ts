import { describe, expect, it } from 'vitest';
import { parseAnswersFile } from '../../src/answers/parseAnswersFile.ts';
import { failureOf } from './failureOf.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string) =>
  Object.fromEntries(
    [...parseAnswersFile(bytes(text), 'a.yaml')].map(([key, { raw }]) => [key, raw]),
  );
const failure = (text: string | Uint8Array) =>
  failureOf(() => parseAnswersFile(typeof text === 'string' ? bytes(text) : text, 'a.yaml'));

/** The largest file of nothing but one piece that is read at all. */
const largest = (piece: string) => piece.repeat(Math.floor((16 * 1024) / piece.length));

describe('plain data', () => {
  const expected = { name: 'orders', services: ['brook', 'wren'] };

  it.each([
    ['YAML', 'name: orders\nservices: [brook, wren]\n'],
    ['YAML with lists and comments', '# mine\nname: orders # ok\nservices:\n  - brook\n  - wren\n'],
    ['JSON', '{"name": "orders", "services": ["brook", "wren"]}'],
    ['CRLF', 'name: orders\r\nservices:\r\n  - brook\r\n  - wren\r\n'],
    ['a byte order mark', '\ufeffname: orders\nservices: [brook, wren]\n'],
    ['one document that is marked', '---\nname: orders\nservices: [brook, wren]\n...\n'],
  ])('%s is read', (_, text) => {
    expect(parse(text)).toEqual(expected);
  });

  it.each(['', '\n', '# nothing\n', '{}'])('%j answers nothing', (text) => {
    expect(parse(text)).toEqual({});
  });

  it('knows the line of every answer', () => {
    const answers = parseAnswersFile(bytes('# first\nname: orders\n\nstack: x\n'), 'a.yaml');
    expect(answers.get('stack')?.where).toBe('a.yaml:4 (stack)');
  });

  it('leaves words of YAML 1.1 texts', () => {
    expect(parse('name: no\ndescription: 1_000\n')).toEqual({ name: 'no', description: '1_000' });
  });
});

describe('what is no plain data', () => {
  it.each([
    ['a duplicate key', 'name: a\nstack: b\nname: c\n', 'a.yaml:3', 'unique'],
    ['a duplicate key in JSON', '{"name": "a",\n "name": "b"}', 'a.yaml:2', 'unique'],
    ['an anchor', 'name: &a orders\n', 'a.yaml:1', 'Anchors'],
    ['an alias', 'name: *a\n', 'a.yaml:1', ''],
    ['a merge key', '<<: {name: a}\n', 'a.yaml:1', '"<<"'],
    ['a tag', 'name: !!js/function "x"\n', 'a.yaml:1', 'Tags'],
    ['a tag of the core schema', 'stack: x\nname: !!str x\n', 'a.yaml:2', 'Tags'],
    ['a binary tag', 'name: !!binary aGk=\n', 'a.yaml:1', 'Tags'],
    ['two documents', 'name: a\n---\nname: b\n', 'a.yaml:2', 'multiple documents'],
    ['a list', '- name\n', 'a.yaml:1', 'one object'],
    ['null', 'null\n', 'a.yaml:1', 'one object'],
    ['a text', 'orders\n', 'a.yaml:1', 'one object'],
    ['broken YAML', 'name: [a\n', 'a.yaml:2', ''],
    ['broken JSON', '{"name": "a",}}', 'a.yaml:1', ''],
    ['a tab as indent', 'services:\n\t- a\n', 'a.yaml:2', 'Tabs'],
    ['a list as key', '? [a]\n: b\n', 'a.yaml:1', 'no text'],
  ])('%s is refused with its line', async (_, text, where, words) => {
    const { message, ...rest } = await failure(text);
    expect(rest).toMatchObject({ where, exitCode: 2 });
    expect(message).toContain(words);
  });

  it('bombs of anchors are refused before they grow', async () => {
    const levels = Array.from({ length: 30 }, (_, n) => {
      const below =
        n === 0
          ? 'x'
          : Array(9)
              .fill(`*a${n - 1}`)
              .join(', ');
      return `k${n}: &a${n} [${below}]`;
    });
    expect((await failure(`${levels.join('\n')}\n`)).message).toContain('Anchors');
  });

  it.each([
    ['UTF-16', Uint8Array.from([0xff, 0xfe, 0x6e, 0x00])],
    ['Latin-1', Uint8Array.from([0x6e, 0x3a, 0x20, 0xe9])],
    ['a cut character', Uint8Array.from([0x6e, 0x3a, 0x20, 0xe2, 0x82])],
  ])('%s is not UTF-8', async (_, given) => {
    expect(await failure(given)).toMatchObject({
      message: 'It is not UTF-8 text',
      where: 'a.yaml',
    });
  });

  it.each(['[', '{a: ', '- ', '? '])('a file that is nothing but %j is refused', async (piece) => {
    const { message } = await failure(largest(piece));
    expect(message).toBe('It is nested too deep');
  });

  it('closing brackets do not make room for opening ones', async () => {
    const { message } = await failure(']'.repeat(1_000) + '['.repeat(1_000));
    expect(message).toBe('It is nested too deep');
  });

  it.each([']', '"', '!a ', '&a ', '%', ': '])(
    'a file that is nothing but %j takes no long time to refuse',
    async (piece) => {
      const started = performance.now();
      await failure(largest(piece));
      expect(performance.now() - started).toBeLessThan(5_000);
    },
  );
});

describe('unknown keys', () => {
  it.each([
    ['servces: [a]\n', 'services'],
    ['Name: a\n', 'name'],
    ['descriptoin: a\n', 'description'],
  ])('%j: did you mean %s?', async (text, near) => {
    expect((await failure(text)).remedy).toBe(`Did you mean ${near}?`);
  });

  it.each(['__proto__: {name: a}\n', 'constructor: a\n', '1: a\n', 'yes: true\n'])(
    '%j is no answer',
    async (text) => {
      expect((await failure(text)).message).toMatch(/^There is no answer called/);
    },
  );

  it('names the schema when nothing is near', async () => {
    expect((await failure('qqqqqqqqqqqqqqqq: a\n')).remedy).toContain(
      'create-twelve-factor schema',
    );
  });
});
