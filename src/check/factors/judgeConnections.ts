import type { ExaminedApp } from '../app/examinedApp.ts';
import { namedHosts } from '../app/namedHosts.ts';
import type { Environment } from '../harness/validEnvironment.ts';
import type { Destination } from '../harness/watchConnections.ts';
import { type ConfinedRun, isSameHost } from '../scenarios/connections.ts';

/** The part of every network that platforms keep for themselves, such as for credentials of the machine. */
const PLATFORM = /^169\.254\./;

/** Those of the destinations that nothing in an environment names. */
export function strangers(
  environment: Environment,
  tried: readonly Destination[],
): readonly Destination[] {
  const named = namedHosts(environment);
  return tried.filter(
    ({ host, port }) =>
      !PLATFORM.test(host) &&
      !named.some((one) => (one.port ?? port) === port && isSameHost(one.host, host)),
  );
}

/**
 * Whom it turned to instead: anyone that no other variable names, and any database in a file that it
 * did not open in its ordinary run as well.
 */
export function fallbacks(
  app: ExaminedApp,
  variable: string,
  { tried, databases }: ConfinedRun,
  ordinary: ConfinedRun,
): readonly string[] {
  const others = strangers(app.environment(1, { [variable]: undefined }), tried);
  return [
    ...others.map((one) => `without ${variable} it tried ${textOf(one)}`),
    ...databases
      .filter((path) => !ordinary.databases.includes(path))
      .map((path) => `without ${variable} it opened the SQLite database ${path}`),
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
