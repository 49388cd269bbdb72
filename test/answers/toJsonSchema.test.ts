import Ajv2020 from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPTION_KEYS, type OptionKey } from '../../src/answers/options.ts';
import { parseAnswer } from '../../src/answers/parseAnswer.ts';
import { parseAnswersFile } from '../../src/answers/parseAnswersFile.ts';
import { toJsonSchema } from '../../src/answers/toJsonSchema.ts';
import { UserError } from '../../src/errors.ts';
import { houseCatalog } from '../catalog/houseCatalog.ts';
import { realCatalog } from '../catalog/realCatalog.ts';
import { answersOf } from './answersOf.ts';

const ajv = new Ajv2020({ allErrors: true });
const validate = ajv.compile(toJsonSchema(houseCatalog));

/** Whether the program takes a file that holds these answers. */
function isTaken(answers: object): boolean {
  try {
    const bytes = new TextEncoder().encode(JSON.stringify(answers));
    for (const [key, { raw, where }] of parseAnswersFile(bytes, 'a.json'))
      parseAnswer(key, raw, where, houseCatalog);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

const names = ['lantern', 'ferry', 'brook', 'wren', 'harbour', 'con', 'a--b', 'Orders', '-x', ' '];
const text = fc
  .oneof(fc.constantFrom(...names), fc.string({ unit: 'grapheme', maxLength: 250 }))
  // A JSON Schema has no portable words for characters that Unicode keeps unassigned for ever.
  .filter((value) => !/\p{Surrogate}|\p{Noncharacter_Code_Point}/u.test(value));
const list = fc.uniqueArray(fc.constantFrom(...names, 'pond', 'heron'), { maxLength: 3 });
const anything = fc.oneof(text, text, list, fc.constantFrom(null, true, 7, {}, [7]));
// A text for several choices is a shorthand that only the parser knows.
const notText = fc.oneof(list, fc.constantFrom(null, true, 7, {}, [7]));
const wrongAnswers = fc.record(
  Object.fromEntries(
    OPTION_KEYS.map((key) => [key, ['services', 'targets'].includes(key) ? notText : anything]),
  ) as Record<OptionKey, typeof anything>,
  { requiredKeys: [] },
);

describe('the JSON Schema of the answers file', () => {
  it.each([
    ['shipped', realCatalog],
    ['made-up', houseCatalog],
  ])('is valid for the %s catalog', (_, catalog) => {
    expect(() => ajv.compile(toJsonSchema(catalog))).not.toThrow();
  });

  it('allows all that the program writes', () => {
    fc.assert(
      fc.property(answersOf(houseCatalog), (answers) => {
        expect(validate(answers), JSON.stringify(validate.errors)).toBe(true);
      }),
    );
  });

  it('agrees with the parser about right and wrong', () => {
    fc.assert(
      fc.property(wrongAnswers, (answers) => {
        expect(validate(answers), JSON.stringify(validate.errors)).toBe(isTaken(answers));
      }),
      { numRuns: 500 },
    );
  });

  it.each(OPTION_KEYS)('agrees about %s alone', (key) => {
    fc.assert(
      fc.property(key === 'services' || key === 'targets' ? notText : anything, (value) => {
        expect(validate({ [key]: value })).toBe(isTaken({ [key]: value }));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses unknown answers, as the parser does', () => {
    expect([validate({ servces: [] }), isTaken({ servces: [] })]).toEqual([false, false]);
  });
});
