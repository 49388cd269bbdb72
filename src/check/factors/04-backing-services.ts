import type { Factor } from '../requirement.ts';

export const backingServices: Factor = {
  number: 4,
  slug: 'backing-services',
  title: 'Backing services',
  promise: 'Backing services are attached by what the environment says, and may come and go.',
  requirements: [],
};
