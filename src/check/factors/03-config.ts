import type { Factor } from '../requirement.ts';

export const config: Factor = {
  number: 3,
  slug: 'config',
  title: 'Config',
  promise:
    'What varies between deploys is in the environment, and is checked before anything starts.',
  requirements: [],
};
