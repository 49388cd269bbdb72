import { it } from 'vitest';
import { asPid1 } from '../../src/check/harness/isolation.ts';
import { type AppUnderTest, examine, withApp } from './examineApp.ts';

/** What breaks the good app, the requirement that must see it, and what it must say. */
export type BrokenApp = readonly [name: string, app: AppUnderTest, breaks: string, saying: RegExp];

/** A test for each: the requirement is broken, and its finding says so. */
export function itSees(apps: readonly BrokenApp[]): void {
  for (const [name, app, breaks, saying] of apps) {
    const skipped = breaks.endsWith('-pid1') && !asPid1().possible;
    const test = skipped ? it.skip : it.concurrent;
    test(`is broken by an app that ${name}`, async ({ expect }) => {
      const {
        status,
        observed,
        evidence = [],
      } = await withApp(app, (made) => examine(made, breaks));
      const text = [`${status}: ${observed}`, ...evidence].join('\n');
      expect(text).toMatch(/^broken: /);
      expect(text).toMatch(saying);
    });
  }
}
