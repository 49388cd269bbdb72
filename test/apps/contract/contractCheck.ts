import type { Mode } from '../../../src/check/harness/startProcess.ts';
import type { PreparedApp } from './prepareApp.ts';

/** One promise of the contract and the deed that proves it. */
export interface ContractCheck {
  /** The section of the contract that promises it. */
  readonly section: 'environment' | 'HTTP' | 'logs' | 'life' | 'isolation';
  /** The promise in one sentence; a test's title and a mutant's target. */
  readonly title: string;
  /** Which ways of running it is proven in; most promises do not depend on it. */
  readonly modes: readonly Mode[];
  /** Throws when the app breaks the promise. */
  examine(app: PreparedApp, mode: Mode): Promise<void>;
}

export const PLAIN: readonly Mode[] = ['plain'];
export const BOTH: readonly Mode[] = ['plain', 'pid1'];
