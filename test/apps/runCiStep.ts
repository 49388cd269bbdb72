import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { withProcess } from '../../src/check/harness/startProcess.ts';
import type { Environment } from '../../src/check/harness/validEnvironment.ts';

/** One command of a generated project's own CI. */
interface CiStep {
  readonly name: string;
  readonly run: string;
}

/** Runs the step called `name` as CI does, and gives what it printed; throws with that when it fails. */
export async function runCiStep(
  project: string,
  name: string,
  environment: Environment,
): Promise<string> {
  const step = ciSteps(project).find((candidate) => candidate.name === name);
  if (step === undefined) throw new Error(`the CI has no step '${name}'`);
  const argv = ['sh', '-e', '-c', step.run];
  const start = { argv, directory: project, environment, mode: 'plain' as const, label: step.run };
  return withProcess(start, async (running) => {
    const exit = await running.waitForExit(480_000);
    if (exit.code !== 0) throw new Error(`${step.run}: exit ${exit.code}\n${running.evidence(60)}`);
    return running.stdout.text;
  });
}

/** What the steps of the project's CI are called, in order, but for those that another's action does. */
export function ciStepNames(project: string): string[] {
  return ciSteps(project).map((step) => step.name);
}

/** The commands that the project's CI runs to test it, in order. */
function ciSteps(project: string): CiStep[] {
  const text = readFileSync(join(project, '.github/workflows/ci.yml'), 'utf8');
  const workflow = parse(text) as { jobs: { test: { steps: readonly Partial<CiStep>[] } } };
  return workflow.jobs.test.steps.filter((step): step is CiStep => step.run !== undefined);
}
