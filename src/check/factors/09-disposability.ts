import type { Factor } from '../requirement.ts';

export const disposability: Factor = {
  number: 9,
  slug: 'disposability',
  title: 'Disposability',
  promise: 'It starts fast, ends gracefully, and loses nothing when it is killed.',
  requirements: [],
};
