import type { ParsedFlags } from './fromFlags.ts';
import { OPTION_KEYS, OPTIONS, SWITCHES } from './options.ts';

/** A command line of `create`, read. */
export interface PlainLine {
  /** What is no flag: the directory, if there is one. */
  readonly words: readonly string[];
  readonly flags: ParsedFlags;
}

/** What a flag does to the value under its key. */
interface Rule {
  readonly key: string;
  /** The value of a flag that takes none. */
  readonly sets?: boolean;
  /** Whether its values add up. */
  readonly addsUp?: boolean;
}

/**
 * Reads a command line in which nothing is left to explain: known flags by their full names, each once,
 * and at most one directory. It reads as commander does, which a test holds it to, at a tenth of
 * the time that loading commander takes.
 * @param isWord whether a word is a command, or looks like one
 * @returns undefined for all others: errors, help, abbreviations and the other commands are commander's
 */
export function readPlainLine(
  argv: readonly string[],
  isWord: (word: string) => boolean,
): PlainLine | undefined {
  const rules = rulesOfFlags();
  const words: string[] = [];
  const flags: Record<string, unknown> = {};
  const left = [...argv];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (!word.startsWith('-')) {
      if (words.push(word) > 1 || isWord(word)) return undefined;
      continue;
    }
    const split = word.indexOf('=');
    const rule = rules.get(split < 0 ? word : word.slice(0, split));
    if (!rule) return undefined;
    const value = givenTo(rule, split < 0 ? undefined : word.slice(split + 1), left);
    if (value === undefined || (rule.key in flags && !rule.addsUp)) return undefined;
    flags[rule.key] = rule.addsUp ? [...((flags[rule.key] as string[]) ?? []), value] : value;
  }
  return { words, flags };
}

/** What a flag is given: by itself, after a "=", or in the word that follows, which is then taken. */
function givenTo(rule: Rule, joined: string | undefined, left: string[]): unknown {
  if (rule.sets !== undefined) return joined === undefined ? rule.sets : undefined;
  const value = joined ?? left.shift();
  return !value || value.startsWith('-') ? undefined : value;
}

function rulesOfFlags(): ReadonlyMap<string, Rule> {
  const rules = new Map<string, Rule>();
  for (const key of OPTION_KEYS)
    if (key !== 'directory')
      rules.set(`--${key}`, { key, addsUp: OPTIONS[key].type === 'choices' });
  for (const [key, { flag }] of Object.entries(SWITCHES)) {
    const [names = '', value] = flag.split(' <');
    const opposite = names.startsWith('--no-') ? names.slice('--no-'.length) : undefined;
    const rule = value ? { key } : { key: opposite ?? key, sets: opposite === undefined };
    for (const name of names.split(', ')) rules.set(name, rule);
  }
  return rules;
}
