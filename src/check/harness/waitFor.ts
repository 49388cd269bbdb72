import { setTimeout as pause } from 'node:timers/promises';
import { timeLimit } from './timeLimit.ts';

/** How often a condition is looked at, in ms. */
const POLL_MS = 20;
/** A pause that lasts longer than it should by more than this, in ms, means that the machine stood still. */
const STALL_MS = 50;

export interface Wait {
  /** Limit in ms, stretched by `timeLimit`. */
  readonly limitMs: number;
  /** Ms between two looks; default `POLL_MS`. */
  readonly everyMs?: number;
  /** Shown below the error, such as the last lines that the app printed. */
  readonly evidence?: () => string;
}

/**
 * Polls `look` until it gives something other than undefined or false, and gives that back.
 * Throws when the limit has passed, saying what was awaited and for how long. Time in which the
 * machine stood still does not count.
 */
export async function waitFor<Seen>(
  what: string,
  look: () => Seen | undefined | false | Promise<Seen | undefined | false>,
  wait: Wait,
): Promise<Seen> {
  const limit = timeLimit(wait.limitMs);
  const everyMs = wait.everyMs ?? POLL_MS;
  let end = performance.now() + limit;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() >= end) throw new Error(timeoutMessage(what, limit, wait));
    const due = performance.now() + everyMs;
    await pause(everyMs);
    const late = performance.now() - due;
    if (late > STALL_MS) end += late;
  }
}

function timeoutMessage(what: string, limit: number, wait: Wait): string {
  const evidence = wait.evidence?.() ?? '';
  return `waited ${Math.round(limit)} ms for ${what}${evidence === '' ? '' : `\n${evidence}`}`;
}
