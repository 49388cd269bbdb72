/**
 * Breaks lines at spaces so that they fit; what follows a break starts with `indent`. A word that
 * is wider than a line stays whole, because a path or a command that was broken can't be copied.
 * Without a width the text is given back as it is.
 */
export function wrapText(text: string, columns: number | undefined, indent = ''): string {
  if (columns === undefined) return text;
  return text
    .split('\n')
    .map((line) => wrapLine(line, columns, indent))
    .join('\n');
}

function wrapLine(line: string, columns: number, indent: string): string {
  const start = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = start;
  let isEmpty = true;
  for (const word of line.slice(start.length).split(/ +/)) {
    if (!isEmpty && widthOf(`${current} ${word}`) > columns) {
      lines.push(current);
      current = start + indent;
      isEmpty = true;
    }
    current += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, current].join('\n');
}

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

const STYLE = /\u001b\[[\d;]*m/g;
const NO_WIDTH = /^[\p{M}\p{Cf}]$/u;
const WIDE =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

function widthOf(text: string): number {
  let width = 0;
  for (const character of text.replace(STYLE, '')) width += widthOfCharacter(character);
  return width;
}

/** How many columns terminals give it: wide characters get two, combining ones none. */
function widthOfCharacter(character: string): number {
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
