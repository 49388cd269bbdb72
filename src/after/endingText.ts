import type { CommandResult } from '../host/shell.ts';

/** How a program that did not do its work ended, as the end of a sentence. */
export function endingText(result: CommandResult): string {
  if (result.missing) return 'was not found on PATH';
  if (result.timedOut) return 'took too long and was stopped';
  if (result.signal !== undefined) return `was ended by ${result.signal}`;
  if (result.exitCode === undefined) return 'could not be started';
  return `failed with exit code ${result.exitCode}`;
}
