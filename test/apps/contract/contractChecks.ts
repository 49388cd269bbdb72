import { configSourceChecks } from './configSourceChecks.ts';
import type { ContractCheck } from './contractCheck.ts';
import { environmentChecks } from './environmentChecks.ts';
import { isolationChecks } from './isolationChecks.ts';
import { loadChecks } from './loadChecks.ts';
import { logChecks } from './logChecks.ts';
import { malformedChecks } from './malformedChecks.ts';
import { openapiChecks } from './openapiChecks.ts';
import { portChecks } from './portChecks.ts';
import { problemChecks } from './problemChecks.ts';
import { requestIdChecks } from './requestIdChecks.ts';
import { routeChecks } from './routeChecks.ts';
import { shutdownChecks } from './shutdownChecks.ts';
import { startupSignalChecks } from './startupSignalChecks.ts';

/** Every check of the contract, in its order. */
export const contractChecks: readonly ContractCheck[] = [
  ...environmentChecks,
  ...configSourceChecks,
  ...routeChecks,
  ...problemChecks,
  ...requestIdChecks,
  ...openapiChecks,
  ...malformedChecks,
  ...portChecks,
  ...logChecks,
  ...isolationChecks,
  ...shutdownChecks,
  ...startupSignalChecks,
  ...loadChecks,
];
