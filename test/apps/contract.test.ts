import { dirname, resolve } from 'node:path';
import { describeContract } from './contract.ts';

/** The contract can be kept: a small app of our own does, and shows when a check asks too much. */
describeContract('the reference app', () => ({
  label: 'reference',
  directory: resolve(import.meta.dirname, '../fixtures/apps/good'),
  path: dirname(process.execPath),
  idle: ['node', '-e', ''],
}));
