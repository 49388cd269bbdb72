import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  choicesOf,
  environmentName,
  isOffered,
  OPTION_KEYS,
  OPTIONS,
  type Option,
} from '../../src/answers/options.ts';
import { houseCatalog } from '../catalog/houseCatalog.ts';
import { realCatalog } from '../catalog/realCatalog.ts';

describe('the option table', () => {
  it.each(OPTION_KEYS)('%s says what it is', (key) => {
    expect(OPTIONS[key].description).toMatch(/^[A-Z].*[^.]$/);
  });

  it.each(OPTION_KEYS)('%s has a default, or is the directory or the stack', (key) => {
    const option: Option = OPTIONS[key];
    const answered = option.type === 'choices' || (option.type === 'text' && option.default);
    expect(Boolean(answered) || ['directory', 'name', 'stack'].includes(key)).toBe(true);
  });

  it.each(OPTION_KEYS)('%s defaults to what it allows itself', (key) => {
    const option: Option = OPTIONS[key];
    const value = option.type === 'text' ? (option.default ?? option.yes) : undefined;
    expect(value && option.problem?.(value)).toBeUndefined();
  });

  it('remembers what the files of a project depend on, not where it is', () => {
    const remembered = OPTION_KEYS.filter((key) => OPTIONS[key].remembered);
    expect(remembered).toEqual(['name', 'description', 'stack', 'services', 'targets']);
  });

  it('names a variable for every option', () => {
    expect(OPTION_KEYS.map(environmentName)).toContain('TWELVE_FACTOR_SERVICES');
  });
});

describe('choices', () => {
  it('come from the catalog, in its order', () => {
    const services = choicesOf('services', houseCatalog).map((part) => part.name);
    expect(services).toEqual(['brook', 'pond', 'wren', 'heron']);
  });

  it('are none for free text', () => {
    expect(choicesOf('description', houseCatalog)).toEqual([]);
  });

  it('are not offered when there are none', () => {
    const bare = {
      ...realCatalog,
      parts: realCatalog.parts.filter(({ kind }) => kind !== 'target'),
    };
    expect(isOffered('targets', bare)).toBe(false);
    expect(isOffered('stack', bare)).toBe(true);
  });
});

describe('a description', () => {
  it.each([
    ['', 'blank'],
    [' \u00a0 ', 'blank'],
    ['a\nb', 'line break'],
    ['a\u2028b', 'line break'],
    ['a\u202eb', 'control'],
    ['\ufeffa', 'control'],
    ['a\u0000', 'control'],
    ['\ud800', 'Unicode'],
    ['\uffff', 'Unicode'],
    ['x'.repeat(201), '200'],
  ])('%j is refused', (text, reason) => {
    expect(OPTIONS.description.problem(text)).toContain(reason);
  });

  it('counts characters, not code units', () => {
    expect(OPTIONS.description.problem('\u{1f600}'.repeat(200))).toBeUndefined();
  });
});

describe('a directory', () => {
  it.each(['-x', '--', ' ', 'a\0b'])('%j is refused', (text) => {
    expect(OPTIONS.directory.problem(text)).toBeDefined();
  });

  it('is any other text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        fc.pre(!text.includes('\0') && !text.startsWith('-') && text.trim() !== '');
        expect(OPTIONS.directory.problem(text)).toBeUndefined();
      }),
    );
  });
});
