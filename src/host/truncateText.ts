/** Cuts text, which may not hold escape sequences, to so many columns. */
export function truncateText(text: string, columns: number): string {
  let used = 0;
  let kept = '';
  for (const character of text) {
    used += widthOfCharacter(character);
    if (used > columns) return kept;
    kept += character;
  }
  return kept;
}

/** Not a literal, since V8 reads Unicode's tables for that whenever the file is loaded. */
const NO_WIDTH = '^[\\p{M}\\p{Cf}]$';
const WIDE =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

/** How many columns terminals give it: wide characters get two, combining ones none. */
function widthOfCharacter(character: string): number {
  if (new RegExp(NO_WIDTH, 'u').test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
