import { httpRequest } from '../harness/httpRequest.ts';
import type { ExaminedApp } from './examinedApp.ts';

/** Tells of the status of an answer whether it is the one that is wanted. */
export type Expected = (status: number) => boolean;

/** How long one answer may take before the question is asked again, in ms. */
const ANSWER_MS = 5_000;

/** The request that tells whether the app can be used, and which answers mean yes. */
export async function readiness(
  app: ExaminedApp,
): Promise<{ readonly path: string; readonly expected: Expected }> {
  const { ready, live } = app.routes;
  const path = (await app.absentResources()).length > 0 ? live : (ready ?? live);
  if (path === undefined) return { path: '/', expected: (status) => status < 500 };
  return { path, expected: (status) => status === 200 };
}

/** Whether the app answers at a port as one that is ready, or alive when a backing service is absent. */
export async function answersAt(app: ExaminedApp, port: number): Promise<boolean> {
  const { path, expected } = await readiness(app);
  return answers(port, path, expected);
}

/** What the request for readiness is answered with, or undefined when nothing comes. */
export async function lastAnswer(app: ExaminedApp, port: number): Promise<string | undefined> {
  const { path } = await readiness(app);
  const answer = await httpRequest(port, { path }, ANSWER_MS).catch(() => undefined);
  return answer && `GET ${path} answered ${answer.status}`;
}

/** Whether a GET is answered as expected. */
export async function answers(port: number, path: string, expected: Expected): Promise<boolean> {
  try {
    return expected((await httpRequest(port, { path }, ANSWER_MS)).status);
  } catch {
    return false;
  }
}
