import type { Switches } from '../answers/options.ts';
import type { Project } from '../plan/project.ts';

/** The name of a project's image: the one that was asked for, or the project's own. */
export function imageOf(
  { name }: Pick<Project, 'name'>,
  { image }: Pick<Switches, 'image'>,
): string {
  return image ?? `${name}:dev`;
}
