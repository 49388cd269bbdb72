import type { Factor } from '../requirement.ts';

export const codebase: Factor = {
  number: 1,
  slug: 'codebase',
  title: 'Codebase',
  promise: 'One codebase in version control; what is committed is all that is needed.',
  requirements: [],
};
