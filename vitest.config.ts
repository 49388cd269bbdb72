import { defineConfig } from 'vitest/config';

/** On CI a machine that is busy with others gets a second try; the report names what needed it. */
const retry = process.env.CI ? 1 : 0;

/** Fast tests need only Node. The slow ones run what was generated, for real; `.ci/run` runs all of them. */
const slow = {
  retry,
  testTimeout: 600_000,
  hookTimeout: 600_000,
  setupFiles: ['test/breathe.ts'],
};

export default defineConfig({
  test: {
    reporters: ['default', './build/skipReporter.ts'],
    // Most tests wait for other processes: a core may be shared.
    maxWorkers: '100%',
    minWorkers: 1,
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/{apps,containers,faults,package,proof,subsets}/**',
            // What runs apps to see what the check says of them takes longer.
            'test/check/{contract,factors}/**',
            'test/main/check.test.ts',
            'test/golden/**',
            'test/fixtures/**',
          ],
          retry,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          globalSetup: ['test/faults/harness/installProgram.ts'],
          ...slow,
        },
      },
      { test: { name: 'apps', include: ['test/apps/**/*.test.ts'], ...slow } },
      {
        test: {
          name: 'check',
          include: ['test/check/{contract,factors}/**/*.test.ts', 'test/main/check.test.ts'],
          ...slow,
        },
      },
      { test: { name: 'proof', include: ['test/proof/**/*.test.ts'], ...slow } },
      { test: { name: 'subsets', include: ['test/subsets/**/*.test.ts'], ...slow } },
      { test: { name: 'containers', include: ['test/containers/**/*.test.ts'], ...slow } },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          globalSetup: ['test/faults/harness/installProgram.ts'],
          ...slow,
        },
      },
    ],
  },
});
