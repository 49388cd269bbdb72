import { UserError } from '../../src/errors.ts';

/** What a run is refused with, which must be a UserError. */
export function refusal(run: () => unknown): UserError {
  try {
    run();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('The run was expected to be refused.');
}
