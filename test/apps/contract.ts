import { afterAll, beforeAll, describe, it } from 'vitest';
import { asPid1 } from '../../src/check/harness/isolation.ts';
import type { Mode } from '../../src/check/harness/startProcess.ts';
import { contractChecks } from './contract/contractChecks.ts';
import { type PreparedApp, prepareApp, type RunnableApp } from './contract/prepareApp.ts';

/**
 * The contract as tests: everything that a generated app promises, proven by running it. The same
 * for every language; `app` is made only when the tests run, so that it may be installed before.
 */
export function describeContract(label: string, app: () => RunnableApp): void {
  describe(`${label} keeps the contract`, () => {
    let prepared: PreparedApp;
    beforeAll(() => {
      prepared = prepareApp(app());
    });
    afterAll(() => prepared?.remove());

    for (const section of new Set(contractChecks.map((check) => check.section))) {
      describe(section, () => {
        for (const check of contractChecks.filter((candidate) => candidate.section === section)) {
          for (const mode of check.modes) {
            itOrSkip(`${check.title} (${mode})`, mode, () => check.examine(prepared, mode));
          }
        }
      });
    }
  });
}

/** In CI a mode that can't be had is a failure; elsewhere it is skipped and says why. */
function itOrSkip(title: string, mode: Mode, examine: () => Promise<void>): void {
  const isolation = mode === 'pid1' ? asPid1() : undefined;
  if (isolation?.possible === false && process.env.CI !== 'true') {
    it.skip(`${title}: ${isolation.reason}`, examine);
  } else {
    it(title, examine);
  }
}
