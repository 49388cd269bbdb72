/** What became of one requirement. `observed` and `evidence` are shown, so they hold no secret. */
export interface Verdict {
  readonly status: 'holds' | 'broken' | 'not-checked';
  /** One sentence: what was seen, or why nothing could be. */
  readonly observed: string;
  /** Lines that show it, such as a command and the first bad line of a log. */
  readonly evidence?: readonly string[];
}

/** Thrown by a scenario that can't be played: the requirements that need it are not checked. */
export class NotChecked extends Error {}

/** A verdict in the app's favour. */
export function holds(observed: string, evidence: readonly string[] = []): Verdict {
  return { status: 'holds', observed, evidence };
}

/** A verdict against the app, with what shows it. */
export function broken(observed: string, evidence: readonly string[] = []): Verdict {
  return { status: 'broken', observed, evidence };
}

/** No verdict: says why. */
export function notChecked(reason: string): Verdict {
  return { status: 'not-checked', observed: reason };
}

/** Holds, unless there is a fault; then the first one is what was observed. */
export function verdictOf(
  faults: readonly string[],
  otherwise: string,
  evidence: readonly string[] = [],
): Verdict {
  const [first, ...more] = faults;
  return first === undefined ? holds(otherwise) : broken(first, [...more, ...evidence]);
}
