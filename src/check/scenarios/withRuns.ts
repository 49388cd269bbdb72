import type { ExaminedApp } from '../app/examinedApp.ts';
import { type Run, type RunOptions, withRun } from '../app/runApp.ts';

/** Starts several processes of the app one after the other, gives all to `use`, and ends them in any case. */
export function withRuns<Result>(
  app: ExaminedApp,
  options: readonly RunOptions[],
  use: (runs: readonly Run[]) => Promise<Result>,
): Promise<Result> {
  const [first, ...others] = options;
  if (first === undefined) return use([]);
  return withRun(app, first, (run) => withRuns(app, others, (runs) => use([run, ...runs])));
}
