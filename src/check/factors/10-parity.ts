import type { Factor } from '../requirement.ts';

export const parity: Factor = {
  number: 10,
  slug: 'parity',
  title: 'Dev/prod parity',
  promise: 'Every environment runs the same command with the same services.',
  requirements: [],
};
