import { setTimeout as pause } from 'node:timers/promises';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { type Run, withReadyWeb } from '../app/runApp.ts';
import type { WrittenFile } from '../harness/filesWritten.ts';
import { HttpConnection } from '../harness/httpConnection.ts';
import { encodeRequest } from '../harness/httpRequest.ts';
import type { OutputLine } from '../harness/outputLines.ts';
import type { ProcessRow } from '../harness/processTable.ts';
import type { Mode } from '../harness/startProcess.ts';
import { type Exercise, exerciseApp } from './exercise.ts';
import { leftFiles } from './leftFiles.ts';
import { type Shutdown, shutDown } from './shutdown.ts';
import { withHolding } from './withHolding.ts';

/** The end of a web process that had, if possible, a request in flight. */
export interface Drain {
  readonly readyMs: number;
  /** Why nothing was in flight, if nothing was. */
  readonly notHeld: string | undefined;
  readonly shutdown: Shutdown;
  /** What it printed, with the time of each line in ms since the start. */
  readonly stdout: readonly OutputLine[];
  readonly stderr: readonly OutputLine[];
}

/** A web process from its start to its end, used by clients in between. */
export interface Life extends Drain {
  readonly exercise: Exercise;
  /** The process that was started, and all of the run, once it had been used. */
  readonly appPid: number;
  readonly processes: readonly ProcessRow[];
  /** What was written until then, and what until its end. */
  readonly filesInUse: readonly WrittenFile[];
  readonly filesAtEnd: readonly WrittenFile[];
}

/** How long a process with nothing in flight may take to end: the grace of `docker stop`, in ms. */
export const IDLE_LIMIT_MS = 10_000;

/** How long a connection is left alone before it counts as idle: the server files it after its answer, in ms. */
const SETTLE_MS = 500;

/** Starts web, uses it, and ends it with SIGTERM while a request is in flight. */
export function ordinaryLife(app: ExaminedApp, mode: Mode): Promise<Life> {
  return app.once(`ordinary life ${mode}`, async () => {
    const sinceMs = Date.now();
    const { used, ...drain } = await playDrain(
      app,
      { label: `web, ${mode}`, mode },
      async (run) => ({
        exercise: await exerciseApp(app, run),
        appPid: run.running.appPid,
        processes: run.running.processes(),
        filesInUse: leftFiles(app, sinceMs),
      }),
    );
    return { ...drain, ...used, filesAtEnd: leftFiles(app, sinceMs) };
  });
}

/** Starts web and ends it with SIGINT, as Ctrl-C does, while a request is in flight. */
export function interruptedLife(app: ExaminedApp): Promise<Drain> {
  return app.once('interrupted life', () =>
    playDrain(app, { label: 'web, interrupted', mode: 'plain', signal: 'SIGINT' }, unused),
  );
}

/** Runs a command as PID 1 in the place of web's, and ends it while a request is in flight. */
export function lifeOfCommand(app: ExaminedApp, argv: readonly string[]): Promise<Drain> {
  return app.once('life of the image command', () =>
    playDrain(app, { label: "web, by the image's command", mode: 'pid1', argv }, unused),
  );
}

interface DrainOptions {
  readonly label: string;
  readonly mode: Mode;
  readonly argv?: readonly string[];
  readonly signal?: NodeJS.Signals;
}

async function unused(): Promise<void> {}

async function playDrain<Used>(
  app: ExaminedApp,
  { signal = 'SIGTERM', ...options }: DrainOptions,
  use: (run: Run) => Promise<Used>,
): Promise<Drain & { readonly used: Used }> {
  return withHolding(app, ({ changes, begin }) =>
    withReadyWeb(app, { ...options, changes }, async (run) => {
      const used = await use(run);
      const begun = await begin(run.port);
      const [held, notHeld] = typeof begun === 'string' ? [undefined, begun] : [begun, undefined];
      const shutdown = await shutDown(app, run, { signal, mode: options.mode, held });
      const { readyMs, running } = run;
      return { readyMs, notHeld, shutdown, used, ...outputOf(running) };
    }),
  );
}

/** Starts web and ends it while a client keeps a connection open on which nothing happens. */
export function idleLife(app: ExaminedApp): Promise<Shutdown> {
  return app.once('idle life', () =>
    withReadyWeb(app, { label: 'web with an idle connection' }, async (run) => {
      const idle = await HttpConnection.open(run.port);
      idle.send(encodeRequest({ path: app.routes.live ?? app.routes.ready ?? '/' }));
      await idle.receive();
      await pause(SETTLE_MS);
      const options = { signal: 'SIGTERM', mode: 'plain', limitMs: IDLE_LIMIT_MS } as const;
      const shutdown = await shutDown(app, run, options);
      idle.close();
      return shutdown;
    }),
  );
}

function outputOf({ stdout, stderr }: Run['running']): Pick<Drain, 'stdout' | 'stderr'> {
  return { stdout: stdout.lines, stderr: stderr.lines };
}
