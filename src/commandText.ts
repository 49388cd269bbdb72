/** A command as a person would type it into a POSIX shell. */
export function commandText(argv: readonly string[]): string {
  return argv.map(shellWord).join(' ');
}

/** One word of a POSIX shell command, quoted only where it must be. */
function shellWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
