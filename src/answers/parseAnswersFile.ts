import { isAlias, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { EXIT, UserError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { OPTION_KEYS, type OptionKey } from './options.ts';

/** What a layer says: raw values by option, each with the place that said it. */
export type RawAnswers = ReadonlyMap<OptionKey, { readonly raw: unknown; readonly where: string }>;

/**
 * Reads an answers file, JSON or YAML 1.2, as plain data: no tags, no aliases, no duplicate or
 * unknown keys.
 * @param name how the file is called in messages
 * @throws UserError exit 2, naming the line
 */
export function parseAnswersFile(bytes: Uint8Array, name: string): RawAnswers {
  const text = decode(bytes, name);
  const lines = new LineCounter();
  const place = (offset: number): string => `${name}:${lines.linePos(offset).line}`;
  const document = parse(text, lines, name);
  const [error] = document.errors;
  if (error) throw refuse(place(error.pos[0]), firstSentence(error.message));

  visit(document, (_, node) => {
    if (!isNode(node)) return;
    const where = place(node.range?.[0] ?? 0);
    if (isAlias(node) || node.anchor) throw refuse(where, 'Anchors and aliases are not allowed');
    if (node.tag) throw refuse(where, 'Tags are not allowed');
  });
  if (document.contents === null) return new Map();
  if (!isMap(document.contents))
    throw refuse(`${name}:1`, 'The file must hold one object of answers');

  const answers = new Map<OptionKey, { raw: unknown; where: string }>();
  for (const { key, value } of document.contents.items) {
    const where = isScalar(key) ? place(key.range?.[0] ?? 0) : `${name}:1`;
    const option = isScalar(key) ? String(key.value) : '(a key that is no text)';
    if (!isOptionKey(option)) throw unknownKey(option, where);
    answers.set(option, {
      raw: isNode(value) ? value.toJS(document) : value,
      where: `${where} (${option})`,
    });
  }
  return answers;
}

function isOptionKey(key: string): key is OptionKey {
  return (OPTION_KEYS as readonly string[]).includes(key);
}

function parse(
  text: string,
  lineCounter: LineCounter,
  name: string,
): ReturnType<typeof parseDocument> {
  if (isNestedTooDeep(text)) throw refuse(name, 'It is nested too deep');
  return parseDocument(text, { lineCounter, uniqueKeys: true, merge: false, schema: 'core' });
}

/** Far more than answers need: the parser takes much time and memory before it gives up by itself. */
const DEEPEST = 500;

function isNestedTooDeep(text: string): boolean {
  let depth = 0;
  let unmatched = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    if (bracket === '[' || bracket === '{') depth += 1;
    else if (depth > 0) depth -= 1;
    else unmatched += 1;
    if (depth > DEEPEST || unmatched > DEEPEST) return true;
  }
  return new RegExp(`(?:[-?][ \\t]){${DEEPEST}}`).test(text);
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse(name, 'It is not UTF-8 text', 'Save it as UTF-8.');
  }
}

function unknownKey(key: string, where: string): UserError {
  const near = nearest(key, OPTION_KEYS);
  return refuse(
    where,
    `There is no answer called "${key.slice(0, 80)}"`,
    near ? `Did you mean ${near}?` : '"create-twelve-factor schema" prints what the file may hold.',
  );
}

function refuse(where: string, message: string, remedy = 'Correct the file.'): UserError {
  return new UserError({ message, where, remedy, exitCode: EXIT.usage });
}

function firstSentence(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}
