import { EXIT, type ExitCode } from '../errors.ts';
import { hasHungUp } from './standardStreams.ts';

/** A signal that asks the run to end. */
export type EndingSignal = 'SIGHUP' | 'SIGINT' | 'SIGTERM';

/** How the run hears of the signals that end it. */
export interface Signals {
  /** The signal that has arrived, if one has. */
  readonly received: EndingSignal | undefined;
  /** Calls `listener` when one arrives; returns what stops that. */
  listen(listener: (signal: EndingSignal) => void): () => void;
}

/** The exit code of a run that a signal ended: 128 + its number, as shells have it. */
export const SIGNAL_EXIT: Readonly<Record<EndingSignal, ExitCode>> = {
  SIGHUP: EXIT.hangup,
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
};

/** The part of `process` that signals come from and are raised through. */
export interface SignalSource {
  readonly pid: number;
  on(event: EndingSignal | 'exit', listener: () => void): unknown;
  removeListener(signal: EndingSignal, listener: () => void): unknown;
  kill(pid: number, signal: EndingSignal): unknown;
}

/**
 * One Ctrl-C under `npx` arrives twice: from the terminal, and passed on by npm, which is in the
 * same process group. Only a Ctrl-C later than this is a person who will not wait for the cleanup.
 */
const SAME_KEYPRESS_MS = 500;

/**
 * Installs the handlers of the signals that end a run; called once, before anything is written.
 * The first signal is remembered and told to whoever listens; stopping and cleaning up is theirs.
 * A second Ctrl-C ends the process at once. The handlers do not keep the process alive.
 */
export function listenForSignals(
  source: SignalSource = process,
  now: () => number = () => performance.now(),
): Signals {
  const listeners = new Set<(signal: EndingSignal) => void>();
  let received: EndingSignal | undefined;
  let receivedAt = 0;

  const raise = (signal: EndingSignal): void => {
    source.removeListener(signal, handlers[signal]);
    source.kill(source.pid, signal);
  };
  const arrive = (signal: EndingSignal): void => {
    if (received === undefined) {
      received = signal;
      receivedAt = now();
      for (const listener of [...listeners]) listener(signal);
    } else if (signal === 'SIGINT' && now() - receivedAt > SAME_KEYPRESS_MS) {
      raise('SIGINT');
    }
  };
  const handlers = {
    SIGHUP: () => arrive('SIGHUP'),
    SIGINT: () => arrive('SIGINT'),
    SIGTERM: () => arrive('SIGTERM'),
  };
  // Node gives terminals their mode back when it exits, and aborts when one is gone by then.
  source.on('exit', () => hasHungUp(received === 'SIGHUP') && raise('SIGHUP'));
  source.on('SIGHUP', handlers.SIGHUP);
  source.on('SIGINT', handlers.SIGINT);
  source.on('SIGTERM', handlers.SIGTERM);

  return {
    get received() {
      return received;
    },
    listen(listener) {
      listeners.add(listener);
      if (received !== undefined) queueMicrotask(() => tellLate(listeners, listener, received));
      return () => listeners.delete(listener);
    },
  };
}

/** Work that begins after the signal came would otherwise never hear of it. */
function tellLate(
  listeners: ReadonlySet<(signal: EndingSignal) => void>,
  listener: (signal: EndingSignal) => void,
  received: EndingSignal | undefined,
): void {
  if (received !== undefined && listeners.has(listener)) listener(received);
}
