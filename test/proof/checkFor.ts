import { prepareApp } from '../../src/check/app/prepareApp.ts';
import { allFactors } from '../../src/check/factors/allFactors.ts';
import type { CheckResult, Finding } from '../../src/check/finding.ts';
import type { Environment } from '../../src/check/harness/validEnvironment.ts';
import { runChecks } from '../../src/check/runChecks.ts';

export interface CheckOptions {
  readonly directory: string;
  readonly given: Environment;
  /** The id of the only requirement that is examined; all are when it is undefined. */
  readonly only?: string;
}

const LIMIT_MS = 280_000;

/** Checks a project as the command does, with every requirement examined whatever breaks. */
export async function checkFor({ directory, given, only }: CheckOptions): Promise<CheckResult> {
  const factors = allFactors
    .map((factor) => ({
      ...factor,
      requirements: factor.requirements.filter(({ id }) => only === undefined || id === only),
    }))
    .filter(({ requirements }) => requirements.length > 0);
  const app = await prepareApp(directory, process.env.PATH ?? '', given);
  try {
    return await runChecks(app, {
      factors,
      level: 'run',
      timeoutMs: LIMIT_MS,
      keepGoing: true,
      stopped: new Promise(() => undefined),
      onFinding: () => undefined,
    });
  } finally {
    app.place.remove();
  }
}

/** Every finding of a check, in the order of the factors. */
export function findingsOf({ factors }: CheckResult): readonly Finding[] {
  return factors.flatMap(({ findings }) => findings);
}

/** A finding as text, for messages and for what a mutant's finding must say. */
export function findingText({ requirement, status, observed, evidence = [] }: Finding): string {
  return [`${requirement.id} ${status}: ${observed}`, ...evidence].join('\n');
}
