import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Says at the end what was skipped, as a count with the titles, which give the reasons. On CI a skip
 * is a failure: that machine can run everything.
 */
export default class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]);
    if (skipped.length === 0) return;
    const titles = skipped.map(
      (test) => `  ${relative('.', test.module.moduleId)}: ${test.fullName}`,
    );
    process.stderr.write(`\n${skipped.length} tests were skipped:\n${titles.join('\n')}\n`);
    if (process.env.CI) process.exitCode = 1;
  }
}
