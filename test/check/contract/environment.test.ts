import { describe } from 'vitest';
import { environmentMutants } from './environmentMutants.ts';
import { itCatches } from './expectCaught.ts';

// Start after start keeps the machine busy: what is only slow must not look like what ignores its environment.
process.env.CHECK_TIME_SCALE = '3';

describe('the contract on the environment', () => itCatches(environmentMutants));
