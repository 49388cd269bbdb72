import type { Factor } from '../requirement.ts';

export const dependencies: Factor = {
  number: 2,
  slug: 'dependencies',
  title: 'Dependencies',
  promise: 'Every dependency is declared and locked; nothing of the machine is used besides.',
  requirements: [],
};
