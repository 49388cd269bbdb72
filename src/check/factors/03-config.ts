import { type Factor, verdictOf } from '../requirement.ts';
import { declaredEnvironment } from '../scenarios/declaredEnvironment.ts';

export const config: Factor = {
  number: 3,
  slug: 'config',
  title: 'Config',
  promise:
    'What varies between deploys is in the environment, and is checked before anything starts.',
  requirements: [
    {
      id: 'config.declared',
      title: 'Every place that declares the environment says the same',
      level: 'static',
      expected:
        'env.schema.json, .env.example and the compose file have the same variables, and no secret is spelt out',
      remedy: 'Add what is missing, delete what is unknown, and take secrets from the shell.',
      examine(app) {
        const { files, faults } = declaredEnvironment(app);
        return verdictOf(faults, `${files.join(', ')} agree`);
      },
    },
  ],
};
