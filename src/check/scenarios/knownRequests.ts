import { randomUUID } from 'node:crypto';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { requestOf } from '../app/routes.ts';
import { httpRequest } from '../harness/httpRequest.ts';

/** What came of one request; a status of undefined says that no answer came. */
export interface Answer {
  readonly request: string;
  readonly status: number | undefined;
}

/** Sends the app that listens on `port` every request that is known of it, one after the other. */
export async function sendKnownRequests(
  app: ExaminedApp,
  port: number,
): Promise<readonly Answer[]> {
  const { gets, inFlight } = app.routes;
  const state = (app.told.state ?? []).flatMap(({ write, read }) => [write, read]);
  const steps = [...gets.map((path) => ({ path })), ...(inFlight ? [inFlight] : []), ...state];
  const unique = randomUUID();
  const answers: Answer[] = [];
  for (const step of steps) {
    const request = requestOf(step, { unique });
    const answer = await httpRequest(port, request).catch(() => undefined);
    answers.push({ request: `${request.method} ${step.path}`, status: answer?.status });
  }
  return answers;
}

/** The requests that no answer or an error of the server came back for. */
export function failedRequests(answers: readonly Answer[]): readonly string[] {
  return answers
    .filter(({ status }) => status === undefined || status >= 500)
    .map(({ request, status }) => `${request}: ${status ?? 'no answer'}`);
}
