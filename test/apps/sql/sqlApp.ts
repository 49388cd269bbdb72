import { expect } from 'vitest';
import { httpRequest, jsonBody, jsonRequest } from '../../../src/check/harness/httpRequest.ts';
import type { HttpResponse } from '../../../src/check/harness/parseResponse.ts';
import type { Exit } from '../../../src/check/harness/runningProcess.ts';
import { withProcess } from '../../../src/check/harness/startProcess.ts';
import { waitFor } from '../../../src/check/harness/waitFor.ts';
import type { PreparedApp } from '../contract/prepareApp.ts';
import { LOGIN } from '../servers/backingServer.ts';
import type { SqlServer } from '../servers/sqlServer.ts';

/** An app that keeps notes, and the database server that it may be pointed at. */
export interface SqlApp {
  readonly app: PreparedApp;
  readonly server: SqlServer;
}

/** One promise of an app with a database, and the deed that proves it. */
export interface SqlCheck {
  readonly title: string;
  examine(sql: SqlApp): Promise<void>;
}

export interface TaskEnd {
  readonly exit: Exit;
  readonly output: string;
}

let databases = 0;

/** The URL of a new and empty database, reached at `port` if one is given. */
export function emptyDatabase({ server }: SqlApp, port?: number): { name: string; url: string } {
  databases += 1;
  const name = `notes_${databases}`;
  return { name, url: server.createDatabase(name, LOGIN, port) };
}

/** The URL of a new database with the app's schema. */
export async function migratedDatabase(sql: SqlApp): Promise<{ name: string; url: string }> {
  const database = emptyDatabase(sql);
  await expectTask(sql, 'migrate', database.url);
  return database;
}

/** The same database by way of another port. */
export function atPort(url: string, port: number): string {
  return url.replace(/:\d+\//, `:${port}/`);
}

/** Runs an admin task to its end. */
export async function runTask(
  { app }: SqlApp,
  task: string | readonly string[],
  url: string,
  limitMs = 60_000,
): Promise<TaskEnd> {
  const [name = '', ...words] = [task].flat();
  const start = {
    argv: [...app.admin(name), ...words],
    directory: app.project.directory,
    environment: app.environment(8000, { DATABASE_URL: url }),
    mode: 'plain' as const,
    label: name,
  };
  return withProcess(start, async (running) => {
    const exit = await running.waitForExit(limitMs);
    expect(running.stderr.text, `stderr of ${name}`).toBe('');
    return { exit, output: running.stdout.text };
  });
}

/** Runs an admin task and expects exit 0; gives what it printed. */
export async function expectTask(
  sql: SqlApp,
  task: string | readonly string[],
  url: string,
): Promise<string> {
  const { exit, output } = await runTask(sql, task, url);
  expect(exit.code, output).toBe(0);
  return output;
}

/** Asks for a note to be kept. */
export function postNote(port: number, text: string, limitMs = 5_000): Promise<HttpResponse> {
  return httpRequest(port, jsonRequest('/notes', { text }), limitMs);
}

/** Keeps a note; gives its id. */
export async function keepNote(port: number, text: string): Promise<number> {
  const response = await postNote(port, text);
  expect(response.status, response.body.toString()).toBe(201);
  return (jsonBody(response) as { id: number }).id;
}

/** The texts of the notes. */
export async function noteTexts(port: number): Promise<readonly string[]> {
  const response = await httpRequest(port, { path: '/notes?limit=100' });
  expect(response.status, response.body.toString()).toBe(200);
  return (jsonBody(response) as { notes: { text: string }[] }).notes.map(({ text }) => text);
}

/** Expects that it lives, is not ready, names the database and refuses notes by a problem document. */
export async function expectAway(port: number): Promise<void> {
  await expectStatus(port, '/readyz', 503);
  const checks = jsonBody(await httpRequest(port, { path: '/readyz' }, 15_000));
  expect(checks).toEqual({ status: 'unavailable', checks: { database: 'unreachable' } });
  expect((await httpRequest(port, { path: '/livez' })).status).toBe(200);
  expectProblem(await postNote(port, 'lost', 15_000));
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
