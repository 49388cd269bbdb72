import fc from 'fast-check';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { ENCODERS } from '../../src/plan/encoders.ts';
import { description } from '../answers/hostileText.ts';
import { plainMarkdown } from '../rendered/plainMarkdown.ts';

/** Any text that is valid Unicode. */
const text = fc.oneof(description, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

function everyText(check: (given: string) => void): void {
  fc.assert(fc.property(text, check), { numRuns: 300 });
}

describe('what is written is read back', () => {
  it('json', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (given) => {
        expect(JSON.parse(ENCODERS.json(given))).toEqual(JSON.parse(JSON.stringify(given)));
      }),
    );
  });

  it('inline, on one line, as JSON and as YAML', () => {
    fc.assert(
      fc.property(fc.array(text), (given) => {
        const encoded = ENCODERS.inline(given);
        expect(encoded).not.toContain('\n');
        expect(JSON.parse(encoded)).toEqual(given);
        expect(parseYaml(`x: ${encoded}`).x).toEqual(given);
      }),
    );
  });

  it('toml', () => {
    everyText((given) => {
      expect(parseToml(`x = ${ENCODERS.toml(given)}\n`).x).toBe(given);
    });
  });

  it('yaml', () => {
    everyText((given) => {
      expect(parseYaml(`a:\n  - x: ${ENCODERS.yaml(given)} # after\n`).a[0].x).toBe(given);
    });
  });

  it('md, but for blanks, which Markdown does not tell apart', () => {
    everyText((given) => {
      expect(plainMarkdown(ENCODERS.md(given))).toBe(given.replace(/\s+/g, ' ').trim());
    });
  });
});

describe('md', () => {
  it.each([
    ['# x', '\\# x'],
    ['- x', '\\- x'],
    ['1. x', '1\\. x'],
    ['a | b', 'a \\| b'],
    ['<b>', '\\<b>'],
    ['[a](b)', '\\[a\\](b)'],
    ['&amp;', '\\&amp;'],
    ['plain text, with a dash - and 1.5 dots.', 'plain text, with a dash - and 1.5 dots.'],
  ])('%j becomes %j', (given, expected) => {
    expect(ENCODERS.md(given)).toBe(expected);
  });
});

it('join puts the separator between the texts', () => {
  expect(ENCODERS.join(['a', 'b'], ', ')).toBe('a, b');
  expect(ENCODERS.join([], ', ')).toBe('');
});
