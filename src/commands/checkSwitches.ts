import { imageTagProblem } from '../after/imageTagProblem.ts';
import type { Switches } from '../answers/options.ts';
import { EXIT, UserError } from '../errors.ts';

/**
 * Refuses switches that contradict each other, before anything is asked or written.
 * @throws UserError exit 2
 */
export function checkSwitches(switches: Switches): void {
  const { image } = switches;
  if (image !== undefined && !switches.dockerBuild)
    throw refuse(
      '--image names an image, but none is built',
      '--image',
      'Add --docker-build or --docker-run.',
    );
  const problem = image === undefined ? undefined : imageTagProblem(image);
  if (problem) throw refuse(`The image tag ${problem}`, '--image', 'Write it as name:tag.');
}

function refuse(message: string, where: string, remedy: string): UserError {
  return new UserError({ message, where, remedy, exitCode: EXIT.usage });
}
