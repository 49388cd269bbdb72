import type { ExaminedApp } from '../app/examinedApp.ts';
import { waitUntilAnswers, withReadyWeb, withRun } from '../app/runApp.ts';
import { freePort } from '../harness/freePort.ts';
import { type ListeningPort, listeningPorts } from '../harness/listeningPorts.ts';
import type { Exit } from '../harness/runningProcess.ts';
import { waitFor } from '../harness/waitFor.ts';

/** Where the app listened when it was given a port. */
export interface SeenPort {
  readonly given: number;
  readonly listening: readonly ListeningPort[];
}

/** What the app did when its port was taken. */
export interface TakenPort {
  readonly port: number;
  /** Undefined when it still ran after the limit. */
  readonly exit: Exit | undefined;
  /** Whether it had the port all the same: SO_REUSEPORT lets processes share one. */
  readonly shared: boolean;
  readonly output: string;
}

/** How long an app may try a taken port, in ms on top of what a start takes. */
export const TAKEN_LIMIT_MS = 10_000;

/** How long an app may take until it listens anywhere, and then to answer on its port, in ms. */
const LISTEN_LIMIT_MS = 15_000;
const SETTLE_MS = 3_000;

/** Starts web on one random port after the other. Its `listening` is empty when it never listened. */
export function seenPorts(app: ExaminedApp): Promise<readonly SeenPort[]> {
  return app.once('ports', async () => [await seenPort(app), await seenPort(app)]);
}

async function seenPort(app: ExaminedApp): Promise<SeenPort> {
  const given = await freePort();
  return withRun(app, { label: `web on port ${given}`, port: given }, async (run) => {
    const { running } = run;
    const listens = () => running.exit !== undefined || listeningPorts(running).length > 0;
    await waitFor('web to listen', listens, { limitMs: LISTEN_LIMIT_MS }).catch(() => undefined);
    // Another port may be opened first, and one more after the answer is there.
    await waitUntilAnswers(app, run, SETTLE_MS);
    return { given, listening: listeningPorts(running) };
  });
}

/** Starts web twice on one port, and sees what the second does. */
export function takenPort(app: ExaminedApp): Promise<TakenPort> {
  return app.once('taken port', () =>
    withReadyWeb(app, { label: 'web that has the port' }, ({ port, readyMs }) =>
      withRun(app, { label: 'web that finds its port taken', port }, async ({ running }) => {
        const exit = await running.waitForExit(readyMs + TAKEN_LIMIT_MS).catch(() => undefined);
        const shared =
          exit === undefined && listeningPorts(running).some((one) => one.port === port);
        return { port, exit, shared, output: `${running.stdout.text}${running.stderr.text}` };
      }),
    ),
  );
}
