import type { ParsedFlags } from './fromFlags.ts';
import { OPTION_KEYS, OPTIONS, SWITCHES } from './options.ts';

/** A command line of `create`, read. */
export interface PlainLine {
  /** What is no flag: the directory, if there is one. */
  readonly words: readonly string[];
  readonly flags: ParsedFlags;
}

/** What a flag takes, and the key that it is kept by. */
interface Rule {
  readonly key: string;
  readonly takes: 'text' | 'texts' | true | false;
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
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] as string;
    if (!word.startsWith('-')) {
      if (words.push(word) > 1 || isWord(word)) return undefined;
      continue;
    }
    const split = word.indexOf('=');
    const rule = rules.get(split < 0 ? word : word.slice(0, split));
    if (!rule) return undefined;
    const { key, takes } = rule;
    if (takes === true || takes === false) {
      if (split >= 0 || key in flags) return undefined;
      flags[key] = takes;
      continue;
    }
    if (split < 0) at += 1;
    const value = split < 0 ? argv[at] : word.slice(split + 1);
    if (!value || value.startsWith('-')) return undefined;
    if (takes === 'texts') flags[key] = [...((flags[key] as string[] | undefined) ?? []), value];
    else if (key in flags) return undefined;
    else flags[key] = value;
  }
  return { words, flags };
}

function rulesOfFlags(): ReadonlyMap<string, Rule> {
  const rules = new Map<string, Rule>();
  for (const key of OPTION_KEYS)
    if (key !== 'directory')
      rules.set(`--${key}`, { key, takes: OPTIONS[key].type === 'choices' ? 'texts' : 'text' });
  for (const [key, { flag }] of Object.entries(SWITCHES)) {
    const [names = '', value] = flag.split(' <');
    const isNegation = names.startsWith('--no-');
    const takes = value ? 'text' : !isNegation;
    for (const name of names.split(', '))
      rules.set(name, { key: isNegation ? name.slice('--no-'.length) : key, takes });
  }
  return rules;
}
