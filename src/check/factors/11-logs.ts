import type { Factor } from '../requirement.ts';

export const logs: Factor = {
  number: 11,
  slug: 'logs',
  title: 'Logs',
  promise: 'Logs are a stream of events on standard output.',
  requirements: [],
};
