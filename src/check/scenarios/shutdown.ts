import type { ExaminedApp } from '../app/examinedApp.ts';
import type { Run } from '../app/runApp.ts';
import { awaitsSignal } from '../harness/awaitsSignal.ts';
import { isPortFree } from '../harness/freePort.ts';
import type { Reply } from '../harness/httpConnection.ts';
import { httpRequest } from '../harness/httpRequest.ts';
import type { ProcessRow } from '../harness/processTable.ts';
import type { Exit } from '../harness/runningProcess.ts';
import type { Mode } from '../harness/startProcess.ts';
import { waitFor } from '../harness/waitFor.ts';
import type { HeldRequest } from './withHolding.ts';

/** How the app is asked to end, and what is going on then. */
export interface ShutdownOptions {
  readonly signal: NodeJS.Signals;
  readonly mode: Mode;
  readonly held?: HeldRequest | undefined;
  /** How long it may take, in ms since the signal; default is what the app declares. */
  readonly limitMs?: number;
}

/** How a process of the app ended when it was told to. */
export interface Shutdown {
  readonly signal: NodeJS.Signals;
  readonly mode: Mode;
  /** In ms since the process was started. */
  readonly signalledAtMs: number;
  /** What came of the request in flight, when there was one. */
  readonly reply: Reply | undefined;
  readonly exit: Exit | undefined;
  readonly limitMs: number;
  /** It is PID 1 and installed no handler, so the kernel dropped the signal. */
  readonly unheard: boolean;
  /** What lived on after its end. */
  readonly survivors: readonly ProcessRow[];
  /** The status of a new request after it had ended, or when it had not in time. */
  readonly answeredAfter: number | undefined;
  readonly portFree: boolean;
}

/** What an orchestrator gives a process that declares nothing, in ms. */
const USUAL_LIMIT_MS = 30_000;
/** What is allowed on top of a declared limit, in ms: to notice, and to end the processes. */
const MARGIN_MS = 2_000;
/** How long a request is held, in ms; less when the app must be gone before. */
const HELD_MS = 1_200;
/** How long to watch a process that can't have heard the signal, in ms. */
const UNHEARD_MS = 3_000;
const PORT_MS = 1_000;

/** Sends the signal, lets the request in flight go on, and waits until the app has ended. */
export async function shutDown(
  app: ExaminedApp,
  { running, port }: Run,
  { signal, mode, held, limitMs: given }: ShutdownOptions,
): Promise<Shutdown> {
  const declared = declaredLimitMs(app);
  const limitMs = given ?? declared;
  const unheard = mode === 'pid1' && awaitsSignal(running.appPid, signal) === false;
  const signalledAtMs = signal === 'SIGINT' ? running.interrupt() : running.signal(signal);
  app.note(running.label, signal);
  const reply = await held?.finish(Math.min(HELD_MS, declared / 3));
  const allowed = unheard ? UNHEARD_MS : limitMs + MARGIN_MS;
  const left = Math.max(0, signalledAtMs + allowed - running.now());
  const exit = await running.waitForExit(left).catch(() => undefined);
  const survivors = exit === undefined ? [] : await running.survivors();
  const answeredAfter = await statusOf(port);
  return {
    signal,
    mode,
    signalledAtMs,
    reply,
    exit,
    limitMs,
    unheard,
    survivors,
    answeredAfter,
    portFree: exit !== undefined && (await isSoonFree(port)),
  };
}

/** SHUTDOWN_TIMEOUT, when the app declares or is given one: in seconds, or in ms when it is that large. */
function declaredLimitMs(app: ExaminedApp): number {
  const declared = app.project.variables.find(({ name }) => name === 'SHUTDOWN_TIMEOUT');
  const value = Number(app.environment(1).SHUTDOWN_TIMEOUT ?? declared?.default);
  if (!(value > 0)) return USUAL_LIMIT_MS;
  return value > 3_600 ? value : value * 1_000;
}

async function statusOf(port: number): Promise<number | undefined> {
  try {
    return (await httpRequest(port, { path: '/' }, PORT_MS)).status;
  } catch {
    return undefined;
  }
}

async function isSoonFree(port: number): Promise<boolean> {
  return waitFor('the port to be free', () => isPortFree(port), { limitMs: PORT_MS }).catch(
    () => false,
  );
}
