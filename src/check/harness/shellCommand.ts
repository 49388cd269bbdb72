import { splitCommand } from './splitCommand.ts';

/** Words with which a compound command, or something of the shell itself, begins. */
const NO_PROGRAM =
  /^(?:if|for|while|until|case|function|exec|cd|export|set|unset|source|\.|ulimit|umask|trap|eval|wait|:|[{!(])$/;

/** Where one command ends and another may begin. */
const SEPARATOR = /&&|\|\||[;|&\n]/;

/**
 * The argv that runs a command as platforms run a Procfile's: a plain one by itself, any other by a
 * shell, which makes way for the program where it is one simple command, so that the program gets
 * the signals.
 */
export function shellCommand(command: string): readonly string[] {
  const text = command.trim();
  return plainWords(text) ?? ['/bin/sh', '-c', isSimple(text) ? withExec(text) : text];
}

/** The words of a command in which nothing is for a shell to do. */
function plainWords(text: string): readonly string[] | undefined {
  try {
    const words = splitCommand(text);
    const [first = ''] = words;
    return isAssignment(first) || NO_PROGRAM.test(first) ? undefined : words;
  } catch {
    return undefined;
  }
}

/** Whether it is one command of one program, redirections and variables aside. */
function isSimple(text: string): boolean {
  const [first = ''] = text.split(/\s+/).filter((word) => !isAssignment(word));
  const unquoted = text.replace(/\\.|'[^']*'|"(?:\\.|[^"\\])*"/gs, 'x').replace(/\d?>&\d?/g, '');
  return !SEPARATOR.test(unquoted) && !NO_PROGRAM.test(first) && !/[`(]|<</.test(unquoted);
}

/** `exec` goes behind the assignments, which it does not understand. */
function withExec(text: string): string {
  const [assignments = ''] = /^(?:[A-Za-z_]\w*=(?:'[^']*'|"[^"]*"|\S)*\s+)*/.exec(text) ?? [];
  return `${assignments}exec ${text.slice(assignments.length)}`;
}

function isAssignment(word: string): boolean {
  return /^[A-Za-z_]\w*=/.test(word);
}
