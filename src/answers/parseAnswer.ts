import type { Catalog } from '../catalog/catalog.ts';
import { EXIT, UserError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { type Answers, choicesOf, OPTIONS, type Option, type OptionKey } from './options.ts';
import { nearestName } from './projectName.ts';

/**
 * Turns what a layer says about an option into its value.
 * @param raw text, or for several choices a list of texts
 * @param where the flag, variable or file position that said it
 * @throws UserError exit 2 with the rule and, where there is one, the nearest valid value
 */
export function parseAnswer<Key extends OptionKey>(
  key: Key,
  raw: unknown,
  where: string,
  catalog: Catalog,
): Answers[Key] {
  const option: Option = OPTIONS[key];
  if (option.type === 'choices') {
    const values = splitList(raw, where);
    for (const value of values) requireChoice(key, value, where, catalog);
    const order = choicesOf(key, catalog).map((part) => part.name);
    return order.filter((name) => values.includes(name)) as readonly string[] as Answers[Key];
  }
  if (typeof raw !== 'string') throw invalid(where, 'It must be a text', 'Write it in quotes.');
  if (option.type === 'choice') requireChoice(key, raw, where, catalog);
  const problem = raw === '' ? 'it is empty' : option.problem?.(raw);
  if (problem) {
    const near = key === 'name' ? nearestName(raw) : undefined;
    throw invalid(
      where,
      `"${raw.slice(0, 80)}" is no valid ${key}: ${problem}`,
      near ? `Try ${near}.` : 'Give another one.',
    );
  }
  return raw as Answers[Key];
}

function splitList(raw: unknown, where: string): readonly string[] {
  const items = Array.isArray(raw) ? raw : [raw];
  if (!items.every((item): item is string => typeof item === 'string'))
    throw invalid(where, 'It must be a list of texts', 'Write it as a,b or as a list.');
  return items.flatMap((item) => item.split(',')).filter((item) => item !== '');
}

function requireChoice(key: OptionKey, value: string, where: string, catalog: Catalog): void {
  const names = choicesOf(key, catalog).map((part) => part.name);
  if (names.includes(value)) return;
  const near = nearest(value, names);
  const offered =
    names.length > 0
      ? `The choices are ${names.join(', ')}.`
      : 'There are none to choose from yet.';
  throw invalid(
    where,
    `"${value.slice(0, 80)}" is not one of the ${key === 'stack' ? 'stacks' : key}`,
    near ? `Did you mean ${near}? ${offered}` : offered,
  );
}

function invalid(where: string, message: string, remedy: string): UserError {
  return new UserError({ message, where, remedy, exitCode: EXIT.usage });
}
