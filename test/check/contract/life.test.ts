import { describe } from 'vitest';
import { itCatches } from './expectCaught.ts';
import { lifeMutants } from './lifeMutants.ts';

describe('the contract on the life of a process', () => itCatches(lifeMutants));
