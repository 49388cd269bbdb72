import type { Factor } from '../requirement.ts';

export const processes: Factor = {
  number: 6,
  slug: 'processes',
  title: 'Processes',
  promise: 'Processes keep no state: what must last is in a backing service.',
  requirements: [],
};
