import path from 'node:path';
import { OPTION_KEYS, type OptionKey } from '../../src/answers/options.ts';
import { toQuestion } from '../../src/answers/toQuestion.ts';
import { readCatalog } from '../../src/catalog/readCatalog.ts';
import type { Step } from './runInPty.ts';

/** A question of the program: the option that it is about, or the confirmation at the end. */
export interface Asked {
  readonly about: OptionKey | 'confirmation';
  readonly message: string;
}

const catalog = readCatalog(path.resolve(import.meta.dirname, '../../templates'));

/** Everything that the program asks when nothing is answered, in its order. */
export const INTERVIEW: readonly Asked[] = [
  ...OPTION_KEYS.flatMap((about) => {
    const question = toQuestion(about, catalog);
    return question ? [{ about, message: question.message }] : [];
  }),
  { about: 'confirmation', message: 'Write it?' },
];

const ENTER = '\r';

/** What a person types; Enter alone where nothing is given. */
export type Typed = Partial<Record<Asked['about'], string>>;

/** Answers the questions in turn, up to but not including the one about `until`. */
export function answerAll(typed: Typed = {}, until?: Asked['about']): Step[] {
  const end = INTERVIEW.findIndex(({ about }) => about === until);
  const questions = end < 0 ? INTERVIEW : INTERVIEW.slice(0, end);
  return questions.map((asked) => ({
    when: onScreen(asked.message),
    send: `${typed[asked.about] ?? ''}${ENTER}`,
  }));
}

/** Finds a text however narrow the terminal is that breaks it. */
export function onScreen(text: string): RegExp {
  const letters = [...text.replace(/\s/g, '')];
  return new RegExp(letters.map((letter) => letter.replace(/\W/, '\\$&')).join('\\s*'));
}
