import { writeSync } from 'node:fs';
import { thisProcess } from '../../src/host/owner.ts';

writeSync(1, JSON.stringify(thisProcess()));
