import { setTimeout as pause } from 'node:timers/promises';
import type { HttpStep } from '../app/checkFile.ts';
import type { Changes, ExaminedApp } from '../app/examinedApp.ts';
import { requestOf } from '../app/routes.ts';
import { firstStart, type Run, waitUntilSpeaks, withRun } from '../app/runApp.ts';
import { httpRequest } from '../harness/httpRequest.ts';
import { isLoopback } from '../harness/isLoopback.ts';
import { type OwnNetwork, withOwnNetwork } from '../harness/ownNetwork.ts';
import type { Exit } from '../harness/runningProcess.ts';
import { openSqliteFiles } from '../harness/sqliteFiles.ts';
import { type Destination, watchConnections } from '../harness/watchConnections.ts';
import { NotChecked } from '../verdict.ts';

/** What an app did in a network in which nothing answers. */
export interface ConfinedRun {
  /** Ms until it served; undefined when it never did. */
  readonly spokeMs: number | undefined;
  readonly exit: Exit | undefined;
  readonly tried: readonly Destination[];
  /** SQLite databases that it had open. */
  readonly databases: readonly string[];
  readonly evidence: string;
}

/** How long one request may wait in a network in which nothing answers, in ms. */
const ASK_MS = 3_000;
/** How long after all requests a process is still watched: what it does by itself comes late. */
const LINGER_MS = 1_000;

/** Runs every process type but `release` where nothing answers, uses web, and sees whom they try to reach. */
export function confinedRun(app: ExaminedApp): Promise<ConfinedRun> {
  return app.once('confined', async () => {
    const others = app.project.processes
      .map(({ name }) => name)
      .filter((name) => name !== 'web' && name !== 'release');
    return confined(app, 'in a network of its own', {}, others);
  });
}

/** The same for web alone without one of its variables. */
export function confinedWithout(app: ExaminedApp, variable: string): Promise<ConfinedRun> {
  return confinedWith(app, `without ${variable}`, { [variable]: undefined });
}

/** The same for web alone with another environment; `what` names it, for this and the next time. */
export function confinedWith(
  app: ExaminedApp,
  what: string,
  changes: Changes,
): Promise<ConfinedRun> {
  return app.once(`confined ${what}`, () => confined(app, what, changes, []));
}

/** @throws NotChecked when no such network can be made here */
function confined(
  app: ExaminedApp,
  what: string,
  changes: Changes,
  others: readonly string[],
): Promise<ConfinedRun> {
  return withOwnNetwork('black hole', (network) =>
    watchConnections(network, (tried) => {
      const { isolation, port } = network;
      const options = { label: `web ${what}`, isolation, port, changes };
      return withRun(app, options, (run) =>
        withOthers(app, network, others, async () => {
          const spokeMs = await waitUntilSpeaks(app, run);
          if (spokeMs !== undefined) await useWeb(app, run);
          const databases = openSqliteFiles(run.running);
          const { exit } = run.running;
          const evidence = run.running.evidence(5);
          return { spokeMs, exit, tried: await tried(), databases, evidence };
        }),
      );
    }),
  );
}

function withOthers<Result>(
  app: ExaminedApp,
  network: OwnNetwork,
  [name, ...more]: readonly string[],
  use: () => Promise<Result>,
): Promise<Result> {
  if (name === undefined) return use();
  const options = {
    label: `${name} in a network of its own`,
    argv: app.argv(name),
    isolation: network.isolation,
    port: network.port,
  };
  return withRun(app, options, () => withOthers(app, network, more, use));
}

/** All requests at once: each may have to wait for something that never answers. */
async function useWeb(app: ExaminedApp, { port }: Run): Promise<void> {
  const steps = (app.told.state ?? []).map(({ write }) => write);
  const asked: HttpStep[] = [...app.routes.gets.map((path) => ({ path })), ...steps];
  const ask = (step: HttpStep): Promise<unknown> =>
    httpRequest(port, requestOf(step, { unique: 'confined' }), ASK_MS).catch(() => undefined);
  await Promise.all(asked.map(ask));
  await pause(LINGER_MS);
}

/** Whether two hosts of a URL and of a connection are the same machine, as far as names tell. */
export function isSameHost(declared: string, tried: string): boolean {
  if (isLoopback(declared)) return isLoopback(tried);
  return tried === declared.toLowerCase() || tried.startsWith(`${declared.toLowerCase()}.`);
}

/** @throws NotChecked when web did nothing that tells of it, here or at its first start */
export async function expectLife(
  app: ExaminedApp,
  { spokeMs, tried, evidence }: ConfinedRun,
): Promise<void> {
  if (tried.length > 0) return;
  const { readyMs } = await firstStart(app);
  if (readyMs === undefined)
    throw new NotChecked('web does not get ready: see disposability.starts');
  if (spokeMs === undefined)
    throw new NotChecked(`web does not start where nothing answers\n${evidence}`);
}
