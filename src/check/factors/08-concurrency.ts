import type { Factor } from '../requirement.ts';

export const concurrency: Factor = {
  number: 8,
  slug: 'concurrency',
  title: 'Concurrency',
  promise: 'It scales by running more processes of each type, in the foreground.',
  requirements: [],
};
