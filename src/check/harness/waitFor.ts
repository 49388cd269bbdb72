import { setTimeout as pause } from 'node:timers/promises';
import { timeLimit } from './timeLimit.ts';

/** How often a condition is looked at, in ms. */
export const POLL_MS = 20;

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
 * Throws when the limit has passed, saying what was awaited and for how long.
 */
export async function waitFor<Seen>(
  what: string,
  look: () => Seen | undefined | false | Promise<Seen | undefined | false>,
  wait: Wait,
): Promise<Seen> {
  const limit = timeLimit(wait.limitMs);
  const end = performance.now() + limit;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() >= end) throw new Error(timeoutMessage(what, limit, wait));
    await pause(wait.everyMs ?? POLL_MS);
  }
}

function timeoutMessage(what: string, limit: number, wait: Wait): string {
  const evidence = wait.evidence?.() ?? '';
  return `waited ${Math.round(limit)} ms for ${what}${evidence === '' ? '' : `\n${evidence}`}`;
}
