/** Words that only a value has that is to be replaced, or that protects nothing. */
const WORDS =
  /example|sample|dummy|fake|placeholder|change.?me|replace|redacted|insecure|not.?a.?real|local.?only|your|test|demo|secret|passw|xxxx|\.\.\.|\*\*\*/i;

/** Runs of characters that nobody draws: `aaaaaa`, `123456`, `abcdef`. */
const RUNS = /(.)\1{5}|012345|123456|abcdef(?!\d)/i;

/** Whether a value is one that documents and templates show in place of a secret. */
export function isMadeUp(value: string): boolean {
  return WORDS.test(value) || RUNS.test(value);
}
