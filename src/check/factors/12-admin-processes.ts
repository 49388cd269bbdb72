import type { Factor } from '../requirement.ts';

export const adminProcesses: Factor = {
  number: 12,
  slug: 'admin-processes',
  title: 'Admin processes',
  promise: 'Admin tasks run as one-off processes of the same release.',
  requirements: [],
};
