import { freePort } from '../harness/freePort.ts';
import { asPid1, type Isolation } from '../harness/isolation.ts';
import { listeningPorts } from '../harness/listeningPorts.ts';
import type { RunningProcess } from '../harness/runningProcess.ts';
import { type Mode, withProcess } from '../harness/startProcess.ts';
import { waitFor } from '../harness/waitFor.ts';
import { type SeenProgram, watchPrograms } from '../harness/watchPrograms.ts';
import { NotChecked } from '../verdict.ts';
import type { Changes, ExaminedApp } from './examinedApp.ts';
import { answers, type Expected, lastAnswer, readiness } from './readiness.ts';
import { withWatchedDatabases } from './watchedDatabases.ts';

export interface RunOptions {
  /** What the run is for, in the timeline and in messages. */
  readonly label: string;
  /** Default is that of the process type `web`. */
  readonly argv?: readonly string[];
  readonly mode?: Mode;
  /** Default is a free one. */
  readonly port?: number;
  readonly changes?: Changes;
  readonly isolation?: Isolation;
  /** Where it runs; default is the copy of the project. */
  readonly directory?: string;
}

/** One run of one process of the app. */
export interface Run {
  readonly running: RunningProcess;
  readonly port: number;
}

/** How long a start may take before the app counts as one that does not start, in ms. */
const START_MS = 30_000;

/**
 * Starts a process of the app in its copy, gives it to `use`, and ends all of it in any case.
 * @throws NotChecked when the isolation that was asked for can't be had here
 */
export async function withRun<Result>(
  app: ExaminedApp,
  options: RunOptions,
  use: (run: Run) => Promise<Result>,
): Promise<Result> {
  const { label, mode = 'plain', isolation } = options;
  for (const needed of [isolation, mode === 'pid1' ? asPid1() : undefined]) {
    if (needed?.possible === false) throw new NotChecked(needed.reason);
  }
  const port = options.port ?? (await freePort());
  const start = {
    argv: options.argv ?? app.argv('web'),
    directory: options.directory ?? app.place.directory,
    environment: app.environment(port, options.changes),
    mode,
    label,
    ...(isolation === undefined ? {} : { isolation }),
  };
  return withProcess(start, async (running) => {
    app.note(label, 'started');
    app.attend(running);
    try {
      return await use({ running, port });
    } finally {
      app.leave(running);
      app.note(label, endOf(running));
    }
  });
}

/** How the app started in its ordinary environment. */
export interface FirstStart {
  /** Ms until it answered; undefined when it never did. */
  readonly readyMs: number | undefined;
  /** What it said instead, when it did answer, e.g. `GET / answered 500`. */
  readonly unready: string | undefined;
  /** The ports that it listened on instead of its own, when it was not ready. */
  readonly listening: readonly number[];
  /** Its last lines. */
  readonly evidence: string;
  readonly programs: readonly SeenProgram[];
  /** The variables of the SQL databases that were listened to. */
  readonly databases: readonly string[];
  /** The statements with which it changed a schema. */
  readonly schemaChanges: readonly string[];
}

/**
 * Starts web once, to learn whether it starts at all. What it does to a database that no release was
 * prepared for is seen here or never, so this comes before any other run.
 */
export function firstStart(app: ExaminedApp): Promise<FirstStart> {
  return app.once('first start', () =>
    withWatchedDatabases(app, ({ variables, changes, schemaChanges }) =>
      withRun(app, { label: 'first start', changes }, async (run) => {
        const { result: readyMs, programs } = await watchPrograms(run.running, () =>
          waitUntilAnswers(app, run),
        );
        return {
          readyMs,
          unready: readyMs === undefined ? await lastAnswer(app, run.port) : undefined,
          listening: readyMs === undefined ? otherPorts(run) : [],
          evidence: run.running.evidence(10),
          programs,
          databases: variables,
          schemaChanges: schemaChanges(),
        };
      }),
    ),
  );
}

/** Ms until web answered at its first start. @throws NotChecked when it never did */
export async function usualStartMs(app: ExaminedApp): Promise<number> {
  const { readyMs } = await firstStart(app);
  if (readyMs === undefined)
    throw new NotChecked('web does not get ready: see disposability.starts');
  return readyMs;
}

/**
 * The same as `withRun`, once the app answers.
 * @throws NotChecked when it never does, here or at its first start: factor IX tells of that
 */
export async function withReadyWeb<Result>(
  app: ExaminedApp,
  options: RunOptions,
  use: (run: Run & { readonly readyMs: number }) => Promise<Result>,
): Promise<Result> {
  await usualStartMs(app);
  return withRun(app, options, async (run) => {
    const readyMs = await waitUntilAnswers(app, run);
    if (readyMs === undefined)
      throw new NotChecked(`web did not get ready: ${options.label}\n${run.running.evidence(5)}`);
    app.note(options.label, 'ready');
    return use({ ...run, readyMs });
  });
}

/**
 * Waits until the app is ready, or only alive when a backing service is absent. Gives ms since the
 * start, or undefined when it ended or did not answer in time.
 */
export async function waitUntilAnswers(
  app: ExaminedApp,
  run: Run,
  limitMs = START_MS,
): Promise<number | undefined> {
  const { path, expected } = await readiness(app);
  return waitUntilStatus(run, path, expected, limitMs);
}

/**
 * Waits until the app gives any HTTP answer, which is all that can be asked of one whose services
 * are out of reach. Gives ms since the start, or undefined when it ended or said nothing in time.
 */
export function waitUntilSpeaks(
  { routes }: ExaminedApp,
  run: Run,
  limitMs = START_MS,
): Promise<number | undefined> {
  return waitUntilStatus(run, routes.live ?? routes.ready ?? '/', () => true, limitMs);
}

async function waitUntilStatus(
  { running, port }: Run,
  path: string,
  expected: Expected,
  limitMs: number,
): Promise<number | undefined> {
  const seen = await waitFor(
    `${running.label} to answer`,
    async () => {
      if (running.exit !== undefined) return 'ended';
      return (await answers(port, path, expected)) ? running.now() : undefined;
    },
    { limitMs },
  ).catch(() => 'silent' as const);
  return typeof seen === 'number' ? seen : undefined;
}

/** Where it listens instead of on its port; nowhere when it does listen there. */
function otherPorts({ running, port: given }: Run): readonly number[] {
  const ports = running.exit === undefined ? listeningPorts(running).map(({ port }) => port) : [];
  return ports.includes(given) ? [] : ports;
}

function endOf({ exit }: RunningProcess): string {
  if (exit === undefined) return 'ended by the check';
  return exit.code === null ? `ended by ${exit.signal}` : `ended with ${exit.code}`;
}
