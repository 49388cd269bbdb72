import { expect } from 'vitest';
import { httpRequest, jsonBody } from '../../../src/check/harness/httpRequest.ts';
import type { HttpResponse } from '../../../src/check/harness/parseResponse.ts';
import type { Environment } from '../../../src/check/harness/validEnvironment.ts';
import { waitFor } from '../../../src/check/harness/waitFor.ts';
import type { PreparedApp } from '../contract/prepareApp.ts';
import { type Web, withWeb } from '../contract/runWeb.ts';
import type { BackingServer, Login } from '../servers/backingServer.ts';

/** A place on a server that holds nothing yet. */
export interface PlaceOptions {
  /** The port by which it is reached, such as a proxy's; the server's own by default. */
  readonly port?: number;
  /** Who may use it; a password given for a known user is that user's new one. */
  readonly login?: Login;
  /** Without what a release of the app prepares. */
  readonly bare?: boolean;
}

/** An app with the example of one capability, and a server of the service behind it. */
export interface AttachedApp<Server extends BackingServer = BackingServer> {
  readonly app: PreparedApp;
  readonly server: Server;
  /** What `/readyz` calls the service, or all that it is. */
  readonly check: string | readonly string[];
  /** Makes a place and gives the variables that attach an app to it. */
  makePlace(options?: PlaceOptions): Promise<Environment>;
  /** Asks the app to keep something, which is told from other things by its text. */
  put(port: number, text: string, limitMs?: number): Promise<HttpResponse>;
  /** How much is kept in a place; seen through the app wherever it can show it. */
  countKept(port: number, place: Environment): Promise<number>;
}

/** One promise of an app with a backing service, and the deed that proves it. */
export interface AttachedCheck<Attached extends AttachedApp = AttachedApp> {
  readonly title: string;
  examine(attached: Attached): Promise<void>;
}

/** Runs the app on a place. */
export function withPlace<Result>(
  { app }: AttachedApp,
  place: Environment,
  use: (web: Web) => Promise<Result>,
): Promise<Result> {
  return withWeb(app, { changes: place }, use);
}

/** Keeps something. */
export async function expectKept(
  { put }: AttachedApp,
  port: number,
  text: string,
  limitMs?: number,
): Promise<HttpResponse> {
  return expectSuccess(await put(port, text, limitMs));
}

export function expectSuccess(response: HttpResponse): HttpResponse {
  expect(response.status, response.body.toString()).toBeGreaterThanOrEqual(200);
  expect(response.status, response.body.toString()).toBeLessThan(300);
  return response;
}

/** Expects that it lives, names the service as the one that is not ready, and refuses what needs it. */
export async function expectAway({ check, put }: AttachedApp, port: number): Promise<void> {
  await expectStatus(port, '/readyz', 503);
  const readiness = jsonBody(await httpRequest(port, { path: '/readyz' }, 15_000));
  const { checks } = readiness as { checks: Record<string, string> };
  const away = [check].flat();
  const expected = Object.keys(checks).map((name) => [
    name,
    away.includes(name) ? 'unreachable' : 'ok',
  ]);
  expect(readiness).toEqual({ status: 'unavailable', checks: Object.fromEntries(expected) });
  expect(Object.keys(checks)).toEqual(expect.arrayContaining(away));
  expect((await httpRequest(port, { path: '/livez' })).status).toBe(200);
  expectProblem(await put(port, 'lost', 15_000));
}

export function expectProblem(response: HttpResponse): void {
  expect(response.status).toBe(503);
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(response.body.toString()).not.toMatch(/127\.0\.0\.1|local-only|Traceback/);
}

/** Waits until a path answers with a status. */
export async function expectStatus(port: number, path: string, status: number): Promise<void> {
  await waitFor(
    `${path} to answer ${status}`,
    async () => (await httpRequest(port, { path }, 15_000)).status === status,
    { limitMs: 15_000, everyMs: 100 },
  );
}
