/** Throws a list of the faults when there are any; `what` says what was looked for. */
export function expectNone(faults: readonly string[], what: string): void {
  if (faults.length === 0) return;
  const shown = faults.slice(0, 12).map((fault) => `- ${fault}`);
  const more = faults.length > 12 ? [`and ${faults.length - 12} more`] : [];
  throw new Error([`${what}:`, ...shown, ...more].join('\n'));
}
