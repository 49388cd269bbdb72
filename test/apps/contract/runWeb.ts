import { freePort, isPortFree } from '../../../src/check/harness/freePort.ts';
import type { Isolation } from '../../../src/check/harness/isolation.ts';
import type { Exit, RunningProcess } from '../../../src/check/harness/runningProcess.ts';
import { type Mode, withProcess } from '../../../src/check/harness/startProcess.ts';
import { waitFor } from '../../../src/check/harness/waitFor.ts';
import { waitUntilReady } from '../../../src/check/harness/waitUntilReady.ts';
import { expectExit0 } from './expectExit.ts';
import { expectNone } from './expectNone.ts';
import type { PreparedApp } from './prepareApp.ts';

/** A running web process. */
export interface Web {
  readonly running: RunningProcess;
  readonly port: number;
  /** How long it took to be ready, in ms. */
  readonly readyMs: number;
}

export interface WebOptions {
  readonly mode?: Mode;
  readonly port?: number;
  /** Changes to the valid environment; undefined unsets. */
  readonly changes?: Readonly<Record<string, string | undefined>>;
  readonly isolation?: Isolation;
  /** What must answer 200 before it is used; `/readyz` by default. */
  readonly until?: string;
}

/** Runs the Procfile's web process until it is ready, gives it to `use`, and ends it in any case. */
export async function withWeb<Result>(
  app: PreparedApp,
  options: WebOptions,
  use: (web: Web) => Promise<Result>,
): Promise<Result> {
  const port = options.port ?? (await freePort());
  const start = {
    argv: app.web,
    directory: app.project.directory,
    environment: app.environment(port, options.changes),
    mode: options.mode ?? 'plain',
    ...(options.isolation === undefined ? {} : { isolation: options.isolation }),
    label: `${app.label} web`,
  };
  return withProcess(start, async (running) => {
    const readyMs = await waitUntilReady(running, port, 5_000, options.until);
    return use({ running, port, readyMs });
  });
}

/** Sends SIGTERM and expects exit 0 with nothing left behind. */
export async function stopWeb(web: Web, limitMs = 5_000): Promise<Exit> {
  web.running.signal('SIGTERM');
  const exit = await expectExit0(web.running, limitMs);
  await expectNothingLeft(web);
  return exit;
}

/** Expects that no process of the run lives on and that its port is free again. */
export async function expectNothingLeft(web: Pick<Web, 'running' | 'port'>): Promise<void> {
  const left = await web.running.survivors();
  expectNone(
    left.map((row) => `${row.pid} ${row.command}`),
    'processes that survived',
  );
  await waitFor(`port ${web.port} to be free`, () => isPortFree(web.port), { limitMs: 1_000 });
}
