import type { ExaminedApp } from '../app/examinedApp.ts';
import { urlAtPort } from '../app/resources.ts';
import { usualStartMs, waitUntilSpeaks, withRun } from '../app/runApp.ts';
import { freePort } from '../harness/freePort.ts';
import { withOwnNetwork } from '../harness/ownNetwork.ts';

/** How web started in a network of which only loopback is there. */
export interface OfflineStart {
  /** Ms until it answered; undefined when it never did. */
  readonly answeredMs: number | undefined;
  /** Its last lines. */
  readonly evidence: string;
}

/** How much longer than usual it may take without a network, in ms. */
const PATIENCE_MS = 15_000;

/** Starts web without a network. @throws NotChecked when it does not start with one either */
export function offlineStart(app: ExaminedApp): Promise<OfflineStart> {
  return app.once('offline start', async () => {
    const usualMs = await usualStartMs(app);
    return withOwnNetwork('unreachable', ({ isolation, port }) =>
      withRun(app, { label: 'web without a network', isolation, port }, async (run) => ({
        answeredMs: await waitUntilSpeaks(app, run, usualMs + PATIENCE_MS),
        evidence: run.running.evidence(8),
      })),
    );
  });
}

/**
 * Whether web answers on the machine's own network when none of its backing services does: only then
 * can a start without a network be blamed on something else.
 */
export function answersWithoutServices(app: ExaminedApp): Promise<boolean> {
  return app.once('start without services', async () => {
    const usualMs = await usualStartMs(app);
    const closed = await freePort();
    const changes = Object.fromEntries(
      app.resources.map((resource) => [resource.variable, urlAtPort(resource, closed)]),
    );
    return withRun(app, { label: 'web without its services', changes }, async (run) => {
      const answeredMs = await waitUntilSpeaks(app, run, usualMs + PATIENCE_MS);
      return answeredMs !== undefined;
    });
  });
}
