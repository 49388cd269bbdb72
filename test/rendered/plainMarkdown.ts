/** What CommonMark and GitHub could read as markup within a line, and at its beginning. */
const INLINE = /[`*_<&~$|[\]{]/;
const BLOCK = /^([-+#>=]|\d+[.)]| {4})/;
const ESCAPE = /\\([!-/:-@[-`{-~])/g;

/**
 * The text that a reader sees of one paragraph that holds no markup at all.
 * @throws Error when something in it could act as markup
 */
export function plainMarkdown(line: string): string {
  const bare = line.replace(ESCAPE, '');
  if (INLINE.test(bare) || bare.includes('\\')) throw new Error(`inline markup in: ${line}`);
  // An escape at the beginning is a character that can't begin a block.
  if (BLOCK.test(line.replace(ESCAPE, 'x')) || /[\r\n]/.test(line))
    throw new Error(`a block begins in: ${line}`);
  return line.replace(ESCAPE, '$1');
}
