import type { ExaminedApp } from '../app/examinedApp.ts';
import { requestOf } from '../app/routes.ts';
import { docker } from '../harness/docker.ts';
import type { Reply } from '../harness/httpConnection.ts';
import { SlowRequest } from '../harness/httpRequest.ts';
import { isAnswering, logsOf, stateOf, withContainer } from '../image/runContainer.ts';
import { documentAt } from './servedDocument.ts';

/** What one container of the image was seen to do, from its start to `docker stop`. */
export interface ContainerLife {
  /** Whether it answered on its port. */
  readonly answered: boolean;
  /** Its last lines. */
  readonly output: string;
  /** The OpenAPI document that it serves, as JSON; undefined when it serves none. */
  readonly document: unknown;
  /** What became of the request in flight; undefined when none could be held. */
  readonly inFlight: Reply | undefined;
  /** How long `docker stop` took, in ms, and what the server ended with. */
  readonly stopMs: number;
  readonly exitCode: number;
}

/** What a request in flight needs to be answered after the signal, in ms. */
const HOLD_MS = 1_500;
/** How long Docker waits before it kills, in seconds: its own default. */
export const STOP_GRACE_S = 10;
const STOP_MS = 60_000;

/** Runs a container, holds a request in flight and stops it. */
export function containerLife(app: ExaminedApp): Promise<ContainerLife> {
  return app.once('container life', () =>
    withContainer(app, 'container', async (container) => {
      const answered = await isAnswering(app, container);
      const document = answered ? await documentAt(container.port) : undefined;
      const slow = answered ? await holdRequest(app, container.port) : undefined;
      const began = app.now();
      const stopping = docker(['stop', '--time', String(STOP_GRACE_S), container.id], {
        limitMs: STOP_MS,
      });
      const inFlight = await slow?.finish(HOLD_MS);
      await stopping;
      const stopMs = app.now() - began;
      app.note('container', `stopped after ${Math.round(stopMs)} ms`);
      const { exitCode } = await stateOf(container);
      return {
        answered,
        output: await logsOf(container),
        document,
        inFlight,
        stopMs,
        exitCode,
      };
    }),
  );
}

async function holdRequest(app: ExaminedApp, port: number): Promise<SlowRequest | undefined> {
  const { inFlight } = app.routes;
  return inFlight === undefined ? undefined : SlowRequest.start(port, requestOf(inFlight));
}
