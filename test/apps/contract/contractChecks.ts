import type { ContractCheck } from './contractCheck.ts';
import { loadChecks } from './loadChecks.ts';
import { shutdownChecks } from './shutdownChecks.ts';
import { startupSignalChecks } from './startupSignalChecks.ts';

/** Every check of the contract, in its order. */
export const contractChecks: readonly ContractCheck[] = [
  ...shutdownChecks,
  ...startupSignalChecks,
  ...loadChecks,
];
