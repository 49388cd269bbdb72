import type { Host } from '../host/host.ts';
import { buildImage } from './buildImage.ts';
import { initGit } from './initGit.ts';
import { installDependencies } from './installDependencies.ts';
import type { MadeProject } from './madeProject.ts';
import { runContainer } from './runContainer.ts';
import type { Step } from './step.ts';

const STEPS: Readonly<Record<Step['id'], (project: MadeProject, host: Host) => Promise<Step>>> = {
  git: initGit,
  install: installDependencies,
  'docker-build': buildImage,
  'docker-run': runContainer,
};

/** Takes the wanted steps in order, until a signal ends the run or the image to run was not built. */
export async function runSteps(
  wanted: readonly Step['id'][],
  project: MadeProject,
  host: Host,
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const id of wanted) {
    const imageMissing = steps.some(
      (step) => step.id === 'docker-build' && step.outcome === 'failed',
    );
    if (host.signals.received || (id === 'docker-run' && imageMissing)) break;
    steps.push(await STEPS[id](project, host));
  }
  return steps;
}
