/** The documented exit codes of every command. */
export const EXIT = {
  done: 0,
  internal: 1,
  usage: 2,
  target: 3,
  environment: 4,
  step: 5,
  conflicts: 6,
  broken: 7,
  updateAvailable: 8,
  hangup: 129,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a user is told when something that is not our bug went wrong. */
export interface UserErrorFacts {
  /** One clear sentence: what went wrong. */
  readonly message: string;
  /** The path, flag, answer or file position that it is about. */
  readonly where?: string;
  /** What to do about it. */
  readonly remedy?: string;
  readonly exitCode: ExitCode;
  readonly cause?: unknown;
}

const NAME = 'UserError';

/**
 * A failure that the user can understand and mend; everything else that is thrown is a bug. What it
 * quotes may come from anywhere, so it is made safe to show.
 */
export class UserError extends Error {
  readonly where: string | undefined;
  readonly remedy: string | undefined;
  readonly exitCode: ExitCode;

  /** Told by the name, since every chunk of the bundle has a copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === NAME;
  }

  constructor(facts: UserErrorFacts) {
    super(printable(facts.message), { cause: facts.cause });
    this.name = NAME;
    this.where = facts.where && printable(facts.where);
    this.remedy = facts.remedy && printable(facts.remedy);
    this.exitCode = facts.exitCode;
  }
}

/** Control and direction-changing characters, as the inside of a class of a regular expression. */
export const UNPRINTABLE =
  '\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff';

/** Makes a value safe to show: control and direction-changing characters become visible escapes. */
export function printable(text: string): string {
  return text.replace(
    new RegExp(`[${UNPRINTABLE}]`, 'g'),
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
