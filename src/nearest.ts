/** The candidate most like `text`, unless none is like it at all (more than half of it differs). */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(text, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  if (!best) return undefined;
  return best.distance <= Math.max(text.length, best.candidate.length) / 2
    ? best.candidate
    : undefined;
}

/** Levenshtein distance over at most the first 64 characters. */
function editDistance(from: string, to: string): number {
  const a = from.slice(0, 64).toLowerCase();
  const b = to.slice(0, 64).toLowerCase();
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
