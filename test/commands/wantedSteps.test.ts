import { expect, it } from 'vitest';
import type { Switches } from '../../src/answers/options.ts';
import { wantedSteps } from '../../src/commands/wantedSteps.ts';

const NONE: Switches = {
  yes: false,
  dryRun: false,
  json: false,
  install: false,
  dockerBuild: false,
  dockerRun: false,
  debug: false,
};

it.each<[Partial<Switches>, readonly string[]]>([
  [{}, ['git']],
  [{ git: true }, ['git']],
  [{ git: false }, []],
  [{ git: false, install: true }, ['install']],
  [
    { install: true, dockerBuild: true, dockerRun: true },
    ['git', 'install', 'docker-build', 'docker-run'],
  ],
])('with %j these steps are taken: %j', (given, steps) => {
  expect(wantedSteps({ switches: { ...NONE, ...given } })).toEqual(steps);
});
