import { expect } from 'vitest';
import { freePort } from '../../src/check/harness/freePort.ts';
import { withProcess } from '../../src/check/harness/startProcess.ts';
import { waitUntilReady } from '../../src/check/harness/waitUntilReady.ts';
import type { PreparedApp } from './contract/prepareApp.ts';
import { expectNothingLeft } from './contract/runWeb.ts';
import { packageProblem } from './servers/server.ts';

/** Why the runner of Procfiles can't be run here, or undefined. */
export function runnerProblem(): string | undefined {
  return packageProblem('foreman', 'ruby-foreman');
}

/** Runs the Procfile of an app by foreman, which nobody here wrote: the release first, then all the rest. */
export async function expectRunByForeman(app: PreparedApp): Promise<void> {
  const names = app.project.processes.map(({ name }) => name);
  const port = await freePort();
  const environment = app.environment(port);
  const start = (...words: readonly string[]) => ({
    argv: ['foreman', 'start', '--port', String(port), '--timeout', '10', ...words],
    directory: app.project.directory,
    environment: { ...environment, PATH: `${environment.PATH}:/usr/bin:/bin` },
    mode: 'plain' as const,
  });
  if (names.includes('release'))
    await withProcess(start('release'), async (running) => {
      const exit = await running.waitForExit(30_000);
      expect(exit.code, running.evidence()).toBe(0);
      expect(running.stdout.text).toMatch(/release\.1.*exited with code 0/);
    });
  await withProcess(start('--formation', 'all=1,release=0'), async (running) => {
    await waitUntilReady(running, port, 15_000);
    for (const name of names.filter((each) => each !== 'release'))
      expect(running.stdout.text).toContain(`${name}.1`);
    running.signal('SIGTERM');
    await running.waitForExit(15_000);
    expect(running.stdout.text).not.toMatch(/Traceback|SIGKILL/);
    await expectNothingLeft({ running, port });
  });
}
