import { randomUUID } from 'node:crypto';
import type { ExaminedApp } from '../app/examinedApp.ts';
import type { Run } from '../app/runApp.ts';
import { HttpConnection } from '../harness/httpConnection.ts';
import { type HttpRequest, httpRequest } from '../harness/httpRequest.ts';
import { waitFor } from '../harness/waitFor.ts';

/** A request that was made, and when: in ms since the process was started. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** Undefined when no whole answer came. */
  readonly status: number | undefined;
  readonly answeredAtMs: number;
}

/** What a client of the app did. */
export interface Exercise {
  readonly exchanges: readonly Exchange[];
  /** Those whose path no other request has: a log line that holds it is about this one. */
  readonly unmistakable: readonly Exchange[];
  /** Values of headers that are nobody else's business. */
  readonly canaries: readonly string[];
}

const ANSWER_MS = 5_000;
/** How long after its answer the line of a request may arrive through a pipe, in ms. */
export const LINE_LIMIT_MS = 1_000;

/** Uses the app as clients do: what it has, what it has not, secrets in headers, and nonsense. */
export async function exerciseApp(app: ExaminedApp, run: Run): Promise<Exercise> {
  const canaries = [`bearer-${randomUUID()}`, `session-${randomUUID()}`];
  const [token = '', session = ''] = canaries;
  const secret = { Authorization: `Bearer ${token}`, Cookie: `session=${session}` };
  const exchanges: Exchange[] = [];
  for (const path of app.routes.gets) {
    exchanges.push(await exchange(run, { path, headers: secret }));
  }
  const unmistakable: Exchange[] = [];
  for (const method of ['GET', 'DELETE']) {
    const path = `/no-such-page-${randomUUID()}`;
    unmistakable.push(await exchange(run, { method, path, headers: secret }));
  }
  for (const request of malformed(app)) exchanges.push(await exchange(run, request));
  await sendNonsense(run);
  await lineOf(run, unmistakable.at(-1)?.path ?? '');
  return { exchanges: [...exchanges, ...unmistakable], unmistakable, canaries };
}

/** Gives the line of a request its time to arrive: whether it does is for others to judge. */
async function lineOf({ running }: Run, path: string): Promise<void> {
  const arrived = (): boolean => running.stdout.text.includes(path);
  await waitFor('the line of a request', arrived, { limitMs: LINE_LIMIT_MS }).catch(
    () => undefined,
  );
}

/** A body that is no JSON, where one is expected. */
function malformed({ routes: { inFlight } }: ExaminedApp): readonly HttpRequest[] {
  if (inFlight === undefined) return [];
  const { method = 'POST', path } = inFlight;
  return [{ method, path, headers: { 'Content-Type': 'application/json' }, body: '{"not json' }];
}

async function exchange({ running, port }: Run, request: HttpRequest): Promise<Exchange> {
  const { method = 'GET', path } = request;
  const answer = await httpRequest(port, request, ANSWER_MS).catch(() => undefined);
  return { method, path, status: answer?.status, answeredAtMs: running.now() };
}

/** Something that is no HTTP: what a server says of it is a line of the log as well. */
async function sendNonsense({ port }: Run): Promise<void> {
  const connection = await HttpConnection.open(port).catch(() => undefined);
  if (connection === undefined) return;
  connection.send('no HTTP at all\r\n\r\n');
  connection.halfClose();
  await connection.receive(1_000);
  connection.close();
}
