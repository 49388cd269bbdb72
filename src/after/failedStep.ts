import type { CommandResult } from '../host/shell.ts';
import type { Step } from './step.ts';

/** What is known of how a program that failed ended. */
export type Ending = Partial<Pick<CommandResult, 'exitCode' | 'lastLines'>>;

/**
 * A step that failed.
 * @param repeat the command line that repeats or finishes it
 */
export function failedStep(id: Step['id'], message: string, repeat: string, ending?: Ending): Step {
  return {
    id,
    outcome: 'failed',
    message,
    ...(ending?.exitCode !== undefined && { exitCode: ending.exitCode }),
    ...(ending?.lastLines && { lastLines: ending.lastLines }),
    repeat,
  };
}
