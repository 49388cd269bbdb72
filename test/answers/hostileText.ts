import fc from 'fast-check';
import { OPTIONS } from '../../src/answers/options.ts';

const awkward = fc.constantFrom(
  ...['"', "'", '`', '\\', '$HOME', '$(id)', '{{name}}', '}}', '&amp;', '<b>', '-->', '#', ': '],
  ...['%s', '!!', '*/', '"""', "'''", '\u{1f600}', 'é', 'ß', '名', '\u00a0', '- ', '---', '|', '~'],
  ...['[x](y)', '1. ', '=', '\\n', '${X:-y}', '//', '\ud7ff', '\u3000', '\u0301'],
);
const text = fc
  .array(fc.oneof(awkward, awkward, fc.string({ unit: 'grapheme', maxLength: 4 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((pieces) => pieces.join(''));

/** Every description that the option table allows, the awkward ones first. */
export const description = text.filter((value) => !OPTIONS.description.problem(value));

/** Every directory that the option table allows; it may hold line breaks. */
export const directory = fc
  .oneof(text, fc.constantFrom('a\nb', 'list', '~', '.', '..', '*', './-x', 'a b', '\t'))
  .filter((value) => !OPTIONS.directory.problem(value));

export const name = fc
  .stringMatching(/^[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9}){0,4}$/)
  .filter((value) => !OPTIONS.name.problem(value));
