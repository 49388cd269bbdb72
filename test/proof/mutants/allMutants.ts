import type { Mutant } from '../mutant.ts';
import { adminProcessesMutants } from './adminProcessesMutants.ts';
import { backingServicesMutants } from './backingServicesMutants.ts';
import { buildMutants } from './buildMutants.ts';
import { codebaseMutants } from './codebaseMutants.ts';
import { concurrencyMutants } from './concurrencyMutants.ts';
import { configMutants } from './configMutants.ts';
import { dependenciesMutants } from './dependenciesMutants.ts';
import { disposabilityMutants } from './disposabilityMutants.ts';
import { logsMutants } from './logsMutants.ts';
import { parityMutants } from './parityMutants.ts';
import { portBindingMutants } from './portBindingMutants.ts';
import { processesMutants } from './processesMutants.ts';

/** Every broken app, in the order of the factors. */
export const allMutants: readonly Mutant[] = [
  ...codebaseMutants,
  ...dependenciesMutants,
  ...configMutants,
  ...backingServicesMutants,
  ...buildMutants,
  ...processesMutants,
  ...portBindingMutants,
  ...concurrencyMutants,
  ...disposabilityMutants,
  ...parityMutants,
  ...logsMutants,
  ...adminProcessesMutants,
];
