import { expect } from 'vitest';
import { httpRequest, jsonBody, jsonRequest } from '../../../src/check/harness/httpRequest.ts';
import type { Exit } from '../../../src/check/harness/runningProcess.ts';
import { withProcess } from '../../../src/check/harness/startProcess.ts';
import type { AttachedApp, AttachedCheck, PlaceOptions } from '../attached/attachedApp.ts';
import type { PreparedApp } from '../contract/prepareApp.ts';
import { LOGIN } from '../servers/backingServer.ts';
import type { SqlServer } from '../servers/sqlServer.ts';

/** An app that keeps notes, and the database server that it may be pointed at. */
export type SqlApp = AttachedApp<SqlServer>;
export type SqlCheck = AttachedCheck<SqlApp>;

export interface TaskEnd {
  readonly exit: Exit;
  readonly output: string;
}

export function sqlApp(app: PreparedApp, server: SqlServer): SqlApp {
  const sql: SqlApp = {
    app,
    server,
    check: 'database',
    async makePlace(options = {}) {
      const made = options.bare ? emptyDatabase(sql, options) : migratedDatabase(sql, options);
      return { DATABASE_URL: (await made).url };
    },
    put: (port, text, limitMs) => httpRequest(port, jsonRequest('/notes', { text }), limitMs),
    countKept: async (port) => (await noteTexts(port)).length,
  };
  return sql;
}

let databases = 0;

/** The URL of a new and empty database. */
export function emptyDatabase(
  { server }: SqlApp,
  { login = LOGIN, port }: PlaceOptions = {},
): { name: string; url: string } {
  databases += 1;
  const name = `notes_${databases}`;
  return { name, url: server.createDatabase(name, login, port) };
}

/** The URL of a new database with the app's schema. */
export async function migratedDatabase(
  sql: SqlApp,
  { login = LOGIN, port = sql.server.port }: PlaceOptions = {},
): Promise<{ name: string; url: string }> {
  const { name, url } = emptyDatabase(sql, { login });
  await expectTask(sql, 'migrate', url);
  return { name, url: atPort(url, port) };
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

/** The texts of the notes. */
export async function noteTexts(port: number): Promise<readonly string[]> {
  const response = await httpRequest(port, { path: '/notes?limit=100' });
  expect(response.status, response.body.toString()).toBe(200);
  return (jsonBody(response) as { notes: { text: string }[] }).notes.map(({ text }) => text);
}
