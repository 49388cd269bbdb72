import { relative } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Says at the end what was skipped, as a count with the titles, which give the reasons, and what passed
 * only at its second try, with what went wrong at the first. On CI a skip is a failure: that machine can
 * run everything.
 */
export default class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const testsThat = (state: 'skipped' | 'passed'): readonly TestCase[] =>
      modules.flatMap((module) => [...module.children.allTests(state)]);
    const retried = testsThat('passed').filter((test) => test.diagnostic()?.retryCount);
    say('tests needed a second try', retried.map(firstFailure));
    const skipped = testsThat('skipped').map(titleOf);
    say('tests were skipped', skipped);
    if (process.env.CI && skipped.length > 0) process.exitCode = 1;
  }
}

function say(what: string, lines: readonly string[]): void {
  if (lines.length > 0)
    process.stderr.write(
      `\n${lines.length} ${what}:\n${lines.map((line) => `  ${line}\n`).join('')}`,
    );
}

function titleOf(test: TestCase): string {
  return `${relative('.', test.module.moduleId)}: ${test.fullName}`;
}

function firstFailure(test: TestCase): string {
  const [error] = test.result().errors ?? [];
  const { message = 'for no reason that is known', actual } = error ?? {};
  return `${titleOf(test)}: ${message}${actual === undefined ? '' : `\n${actual}`}`;
}
