import { printable } from '../errors.ts';
import { buildImage } from './buildImage.ts';
import { initGit } from './initGit.ts';
import { installDependencies } from './installDependencies.ts';
import type { MadeProject } from './madeProject.ts';
import { runContainer } from './runContainer.ts';
import type { Step } from './step.ts';
import type { StepHost } from './stepHost.ts';

type TakeStep = (project: MadeProject, host: StepHost) => Promise<Step>;

const STEPS: Readonly<Record<Step['id'], TakeStep>> = {
  git: initGit,
  install: installDependencies,
  'docker-build': buildImage,
  'docker-run': runContainer,
};

/**
 * Takes the wanted steps in order and tells what came of each. Never throws: the project is complete
 * whatever they do. None is taken after a signal, and no container is run of an image that was not built.
 */
export async function runSteps(
  wanted: readonly Step['id'][],
  project: MadeProject,
  host: StepHost,
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const id of wanted) {
    const obstacle = obstacleOf(id, steps, host);
    steps.push(obstacle === undefined ? await take(id, project, host) : skipped(id, obstacle));
  }
  return steps;
}

/** Why a step is not taken after those before it. */
function obstacleOf(
  id: Step['id'],
  before: readonly Step[],
  { signals: { received } }: StepHost,
): string | undefined {
  if (received) return `${received} ended the run`;
  const build = before.find((step) => step.id === 'docker-build');
  return id === 'docker-run' && build?.outcome === 'failed'
    ? 'there is no image to run'
    : undefined;
}

function skipped(id: Step['id'], why: string): Step {
  return { id, outcome: 'skipped', message: `${id} was not started: ${why}.` };
}

async function take(id: Step['id'], project: MadeProject, host: StepHost): Promise<Step> {
  try {
    return await STEPS[id](project, host);
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    return { id, outcome: 'failed', message: `${id} could not be done: ${printable(message)}` };
  }
}
