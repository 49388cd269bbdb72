import { EXIT, UserError } from '../../errors.ts';

/**
 * What to tell about a file of a project that can't be read: the place that the reader's error
 * names, and its reason.
 * @param file its path in the project
 */
export function projectFault(file: string, error: unknown): UserError {
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const [, line = '', reason = first] = /^\S+((?: line \d+)?): (.+)$/.exec(first) ?? [];
  return new UserError({
    message: `The project's ${file} can't be understood: ${reason}`,
    where: `${file}${line}`,
    remedy: 'Correct it; docs/check.md says what is read, and how.',
    exitCode: EXIT.usage,
    cause: error,
  });
}
