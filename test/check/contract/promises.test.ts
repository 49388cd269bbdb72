import { describe } from 'vitest';
import { itCatches } from './expectCaught.ts';
import { httpMutants } from './httpMutants.ts';
import { isolationMutants } from './isolationMutants.ts';
import { logMutants } from './logMutants.ts';
import { serverMutants } from './serverMutants.ts';

describe('the contract on HTTP', () => itCatches([...httpMutants, ...serverMutants]));
describe('the contract on logs', () => itCatches(logMutants));
describe('the contract on isolation', () => itCatches(isolationMutants));
