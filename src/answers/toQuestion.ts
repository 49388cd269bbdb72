import type { Catalog } from '../catalog/catalog.ts';
import type { Question } from '../host/question.ts';
import { choicesOf, isOffered, OPTIONS, type Option, type OptionKey } from './options.ts';

/**
 * What a prompt asks for an option; nothing when it is never asked or has nothing to offer.
 * @param furtherProblem why a text is refused that the option itself allows, if it is
 */
export function toQuestion(
  key: OptionKey,
  catalog: Catalog,
  furtherProblem?: (value: string) => string | undefined,
): Question | undefined {
  const option: Option = OPTIONS[key];
  if (option.question === undefined || !isOffered(key, catalog)) return undefined;
  const message = option.question;
  if (option.type === 'text') {
    const suggestion = option.default ?? option.yes;
    return {
      kind: 'text',
      message,
      ...(suggestion === undefined ? {} : { default: suggestion }),
      validate: (value) => {
        const problem = value === '' ? 'it is empty' : option.problem?.(value);
        return problem ? `Please change it: ${problem}.` : furtherProblem?.(value);
      },
    };
  }
  const choices = choicesOf(key, catalog).map((part) => ({
    value: part.name,
    name: part.label,
    description: part.summary,
  }));
  return { kind: option.type, message, choices };
}
