import type { ExaminedApp } from '../app/examinedApp.ts';
import type { Destination } from '../harness/watchConnections.ts';
import { type ConfinedRun, isSameHost } from '../scenarios/connections.ts';

/** Whether a resource of the app's environment is what was tried. */
export function isDeclared(app: ExaminedApp, { host, port }: Destination): boolean {
  return app.resources.some(
    (resource) => resource.port === port && isSameHost(resource.host, host),
  );
}

/** Whom it turned to instead: anyone that no other variable names, and any database in a file. */
export function fallbacks(
  app: ExaminedApp,
  variable: string,
  { tried, databases }: ConfinedRun,
): readonly string[] {
  const others = app.resources.filter((resource) => resource.variable !== variable);
  const strangers = tried.filter(
    ({ host, port }) =>
      !others.some((other) => other.port === port && isSameHost(other.host, host)),
  );
  return [
    ...strangers.map((one) => `without ${variable} it tried ${textOf(one)}`),
    ...databases.map((path) => `without ${variable} it opened the SQLite database ${path}`),
  ];
}

/** What became of a web that lacks a variable. */
export function fate({ exit, spokeMs }: ConfinedRun): string {
  if (exit !== undefined)
    return `it ended with ${exit.code ?? exit.signal} after ${Math.round(exit.atMs)} ms`;
  return spokeMs === undefined
    ? 'it did not serve'
    : 'it served, and tried to reach no other service';
}

export function textOf({ host, port }: Destination): string {
  return `${host}:${port}`;
}
