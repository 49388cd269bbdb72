import type { Step } from '../after/step.ts';
import type { Switches } from '../answers/options.ts';

/** The steps that a run takes after the commit, in their order. */
export function wantedSteps({ switches }: { readonly switches: Switches }): readonly Step['id'][] {
  const wanted: readonly (readonly [Step['id'], boolean])[] = [
    ['git', switches.git !== false],
    ['install', switches.install],
    ['docker-build', switches.dockerBuild],
    ['docker-run', switches.dockerRun],
  ];
  return wanted.filter(([, wants]) => wants).map(([id]) => id);
}
