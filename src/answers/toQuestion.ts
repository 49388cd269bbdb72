import type { Catalog } from '../catalog/catalog.ts';
import type { Question } from '../host/question.ts';
import { choicesOf, isOffered, OPTIONS, type Option, type OptionKey } from './options.ts';

/** Why an answer is refused that the option itself allows, if it is: what earlier answers decide. */
export interface Refusals {
  readonly text?: ((value: string) => string | undefined) | undefined;
  /** One of the choices, whatever else is chosen. */
  readonly choice?: (value: string) => string | undefined;
  /** What was chosen, all together. */
  readonly choices?: (values: readonly string[]) => string | undefined;
}

/** What a prompt asks for an option; nothing when it is never asked or has nothing to offer. */
export function toQuestion(
  key: OptionKey,
  catalog: Catalog,
  refusals: Refusals = {},
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
        return problem ? `Please change it: ${problem}.` : refusals.text?.(value);
      },
    };
  }
  const choices = choicesOf(key, catalog).map((part) => {
    const disabled = refusals.choice?.(part.name);
    const choice = { value: part.name, name: part.label, description: part.summary };
    return disabled === undefined ? choice : { ...choice, disabled };
  });
  if (option.type === 'choice') return { kind: option.type, message, choices };
  const validate = (values: readonly string[]) => refusals.choices?.(values);
  return { kind: option.type, message, choices, validate };
}
