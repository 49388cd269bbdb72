import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { placeGoodApp } from './contract/placeGoodApp.ts';
import { describeContract } from './contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'good-app-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The contract can be kept: a small app of our own does, and shows when a check asks too much. */
describeContract('the good app', () => placeGoodApp(folder));
