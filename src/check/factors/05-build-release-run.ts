import type { Factor } from '../requirement.ts';

export const buildReleaseRun: Factor = {
  number: 5,
  slug: 'build-release-run',
  title: 'Build, release, run',
  promise: 'One build serves every deploy; running it builds and changes nothing.',
  requirements: [],
};
