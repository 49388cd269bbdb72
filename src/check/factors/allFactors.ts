import type { Factor } from '../requirement.ts';
import { codebase } from './01-codebase.ts';
import { dependencies } from './02-dependencies.ts';
import { config } from './03-config.ts';
import { backingServices } from './04-backing-services.ts';
import { buildReleaseRun } from './05-build-release-run.ts';
import { processes } from './06-processes.ts';
import { portBinding } from './07-port-binding.ts';
import { concurrency } from './08-concurrency.ts';
import { disposability } from './09-disposability.ts';
import { parity } from './10-parity.ts';
import { logs } from './11-logs.ts';
import { adminProcesses } from './12-admin-processes.ts';

/** The twelve factors, in their order. */
export const allFactors: readonly Factor[] = [
  codebase,
  dependencies,
  config,
  backingServices,
  buildReleaseRun,
  processes,
  portBinding,
  concurrency,
  disposability,
  parity,
  logs,
  adminProcesses,
];
