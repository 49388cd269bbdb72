import { UserError } from '../../src/errors.ts';

/** The UserError that `run` throws, which each test then looks at. */
export async function failureOf(run: () => unknown): Promise<UserError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
