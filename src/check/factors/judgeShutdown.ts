import type { Drain } from '../scenarios/ordinaryLife.ts';
import type { Shutdown } from '../scenarios/shutdown.ts';
import { broken, holds, notChecked, type Verdict } from '../verdict.ts';

/** The codes of an end by the signal itself, as a shell would give them. */
const BY_SIGNAL: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143 };

/**
 * Whether an end was graceful: what was in flight came back whole, and the process is gone in time,
 * with 0 or by the signal. An exit code alone says nothing, so without a request in flight there is
 * no verdict in its favour.
 */
export function judgeDrain({ shutdown, notHeld }: Drain): Verdict {
  const fault = faultOfReply(shutdown) ?? faultOfEnd(shutdown);
  if (fault !== undefined) return fault;
  if (leftServing(shutdown)) return notChecked(LEFT_SERVING);
  if (notHeld !== undefined)
    return notChecked(`${endOf(shutdown)}, but nothing was in flight: ${notHeld}`);
  return holds(`the request in flight was answered, and it ${endOf(shutdown)}`);
}

/** The verdict on an end with nothing in flight: one that left something serving has not ended. */
export function judgeIdleEnd(shutdown: Shutdown): Verdict {
  const fault = faultOfEnd(shutdown);
  if (fault !== undefined) return fault;
  if (leftServing(shutdown)) return notChecked(LEFT_SERVING);
  return holds(`with an idle connection it ${endOf(shutdown)}`);
}

const LEFT_SERVING =
  'what was started ended, and what serves did not: see disposability.nothing-survives';

function leftServing({ survivors, answeredAfter }: Shutdown): boolean {
  return survivors.length > 0 && answeredAfter !== undefined;
}

/** Why its end was none, or a bad one: too late, or with another code. */
export function faultOfEnd(shutdown: Shutdown): Verdict | undefined {
  const { exit, signal, limitMs, unheard, answeredAfter, mode } = shutdown;
  const serving = answeredAfter === undefined ? [] : [`GET / still answered ${answeredAfter}`];
  if (unheard && exit === undefined) {
    const why = `PID 1 had no handler for ${signal}, so the kernel dropped it`;
    return broken(`${signal} did nothing: it still ran`, [why, ...serving]);
  }
  if (exit === undefined)
    return broken(`it still ran ${limitMs / 1000} s after ${signal}`, serving);
  const byItself = exit.code === 0 || exit.code === BY_SIGNAL[signal] || exit.signal === signal;
  if (byItself) return undefined;
  const as = mode === 'pid1' ? ' as PID 1' : '';
  return broken(`${signal} ended it${as} with ${exit.code ?? exit.signal}, as if it had failed`);
}

function faultOfReply({ reply, signal }: Shutdown): Verdict | undefined {
  if (reply === undefined) return undefined;
  const lost = `the request in flight at ${signal} was lost`;
  if (reply.kind === 'silent') return broken(`${lost}: no answer came`);
  if (reply.kind === 'closed')
    return broken(`${lost}: the connection was closed without an answer`);
  if (reply.kind === 'bad') return broken(`${lost}: ${reply.reason}`);
  const { status } = reply.response;
  // Ctrl-C asks for haste: a server that breaks off and says so has answered.
  if ((status >= 200 && status < 300) || (signal === 'SIGINT' && status >= 500)) return undefined;
  return broken(`the request in flight at ${signal} was answered with ${status}`);
}

/** How it ended, for a sentence. */
export function endOf({ exit, signal, signalledAtMs }: Shutdown): string {
  if (exit === undefined) return `still ran after ${signal}`;
  const how = exit.code === null ? `ended by ${exit.signal}` : `ended with ${exit.code}`;
  return `${how} ${Math.round(exit.atMs - signalledAtMs)} ms after ${signal}`;
}
