import { UserError } from '../../src/errors.ts';

/** What a run fails with, which must be a UserError; undefined when it is done. */
export function failure(run: () => unknown): UserError | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** What a run is refused with, which must be a UserError. */
export function refusal(run: () => unknown): UserError {
  const error = failure(run);
  if (error === undefined) throw new Error('The run was expected to be refused.');
  return error;
}
