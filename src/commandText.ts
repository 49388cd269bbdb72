import { UNPRINTABLE } from './errors.ts';

/** A command as a person would type it into a POSIX shell. */
export function commandText(argv: readonly string[]): string {
  return argv.map(shellWord).join(' ');
}

/** A terminal must not act on what it shows; a line break and a tab it only shows. */
const ACTING = new RegExp(`(?![\\n\\t])[${UNPRINTABLE}]`, 'g');

/** One word of a POSIX shell command, quoted only where it must be. */
function shellWord(word: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word;
  const quoted = `'${word.replaceAll("'", "'\\''")}'`;
  return quoted.replace(ACTING, (character) => `'"$(printf '${octal(character)}')"'`);
}

/** The bytes of a character as `printf` takes them. */
function octal(character: string): string {
  return [...Buffer.from(character)]
    .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
    .join('');
}
