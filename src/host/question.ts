/** One thing to choose. `disabled` says why it can't be chosen now. */
export interface Choice {
  readonly value: string;
  readonly name: string;
  readonly description?: string;
  readonly disabled?: string;
}

/** Asks for a line of text. */
export interface TextQuestion {
  readonly kind: 'text';
  readonly message: string;
  readonly default?: string;
  /** Returns why the value is refused, if it is. */
  validate?(value: string): string | undefined;
}

/** Asks for one of several. */
export interface ChoiceQuestion {
  readonly kind: 'choice';
  readonly message: string;
  readonly choices: readonly Choice[];
  readonly default?: string;
}

/** Asks for any number of several. */
export interface ChoicesQuestion {
  readonly kind: 'choices';
  readonly message: string;
  readonly choices: readonly Choice[];
  readonly default?: readonly string[];
  /** Returns why the selection is refused, if it is. */
  validate?(values: readonly string[]): string | undefined;
}

/** Asks for yes or no. */
export interface ConfirmQuestion {
  readonly kind: 'confirm';
  readonly message: string;
  readonly default?: boolean;
}

export type Question = TextQuestion | ChoiceQuestion | ChoicesQuestion | ConfirmQuestion;

/** What a question of this kind is answered with. */
export type AnswerTo<Q extends Question> = Q extends { kind: 'confirm' }
  ? boolean
  : Q extends { kind: 'choices' }
    ? readonly string[]
    : string;

/** What any kind of question is answered with. */
export type Answer = string | boolean | readonly string[];
