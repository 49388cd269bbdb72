import { resolve } from 'node:path';
import type { Environment } from '../check/harness/validEnvironment.ts';
import { EXIT, UserError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { type InputKind, readInput } from '../host/input.ts';

const VARIABLES: InputKind = { name: 'variables', form: 'as lines NAME=value' };

/**
 * The variables of a file of lines `NAME=value`, as `docker run --env-file` reads them: what follows
 * the first `=` is the value as it stands, and lines that are empty or begin with `#` are left out.
 * @param file what the flag was given, `-` for stdin; undefined gives none
 * @throws UserError exit 2, naming the line
 */
export async function readEnvFile(
  file: unknown,
  { cwd, signals }: Pick<Host, 'cwd' | 'signals'>,
): Promise<Environment> {
  if (typeof file !== 'string') return {};
  const path = file === '-' ? file : resolve(cwd(), file);
  const bytes = await readInput(path, signals, VARIABLES);
  return parseVariables(new TextDecoder().decode(bytes), file);
}

function parseVariables(text: string, file: string): Environment {
  const variables = new Map<string, string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=([^\0]*)$/.exec(line) ?? [];
    // The line itself is not shown: it may hold a secret.
    if (name === undefined || value === undefined)
      throw refuse('This line is not NAME=value', `${file}:${index + 1}`);
    if (variables.has(name)) throw refuse(`${name} is given twice`, `${file}:${index + 1}`);
    variables.set(name, value);
  }
  return Object.fromEntries(variables);
}

function refuse(message: string, where: string): UserError {
  return new UserError({
    message,
    where,
    remedy: 'A name has letters, digits and "_"; its value is all that follows the first "=".',
    exitCode: EXIT.usage,
  });
}
