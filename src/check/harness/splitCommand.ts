/** What only a shell could carry out; a command that has one of these unquoted is not one plain command. */
const SHELL_SYNTAX = /[|&;<>()$`*?~#]/;

/**
 * Splits one plain command into its argv: blanks separate, quotes group, a backslash takes the next
 * character as it is. Nothing is expanded. Throws on shell syntax, which no argv can express.
 */
export function splitCommand(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let index = 0; index < command.length; index += 1) {
    const character = command.charAt(index);
    if (quote !== '') {
      if (character === quote) quote = '';
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (character === '\\') {
      index += 1;
      word = (word ?? '') + command.charAt(index);
    } else if (character === ' ' || character === '\t') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (SHELL_SYNTAX.test(character)) {
      throw new Error(`needs a shell: '${character}' in: ${command}`);
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== '') throw new Error(`a quote is not closed in: ${command}`);
  if (word !== undefined) words.push(word);
  if (words.length === 0) throw new Error('the command is empty');
  return words;
}
