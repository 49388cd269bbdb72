import { expect } from 'vitest';
import { readProject } from '../../src/check/harness/readProject.ts';

/** Expects that a run of a project's own tests skipped what needs a service, and named each one's URL. */
export function expectSkipsNamed(directory: string, output: string): void {
  const urls = readProject(directory).variables.filter(
    ({ required, format }) => required && format === 'uri',
  );
  expect(/\d+ skipped/.test(output), output).toBe(urls.length > 0);
  for (const { name } of urls)
    expect(output).toMatch(new RegExp(`SKIPPED \\[\\d+\\] .*: ${name} is unset`));
}
