import { splitCommand } from './splitCommand.ts';

/** One process type and the command that runs it, ready for a spawn without a shell. */
export interface ProcessType {
  readonly name: string;
  readonly argv: readonly string[];
}

const LINE = /^([a-z][a-z0-9]*):[ \t]*(\S.*)$/;

/**
 * The process types of a Procfile in its order. Throws with the line number on a line that is not
 * `name: command`, a name outside `[a-z][a-z0-9]*`, a name given twice, or a command that needs a shell.
 */
export function readProcfile(text: string): ProcessType[] {
  const types: ProcessType[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    types.push(readLine(line, index + 1, types));
  }
  return types;
}

function readLine(line: string, number: number, before: readonly ProcessType[]): ProcessType {
  const [, name, command] = LINE.exec(line) ?? [];
  if (name === undefined || command === undefined) {
    throw new Error(`Procfile line ${number}: not 'name: command' with a name of [a-z][a-z0-9]*`);
  }
  if (before.some((type) => type.name === name)) {
    throw new Error(`Procfile line ${number}: '${name}' is there twice`);
  }
  try {
    return { name, argv: splitCommand(command) };
  } catch (error) {
    throw new Error(`Procfile line ${number}: ${(error as Error).message}`);
  }
}
