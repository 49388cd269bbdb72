import { flaggedAnswers, type ParsedFlags, switchesOf } from '../answers/fromFlags.ts';
import { NOT_YET_COMMANDS } from '../answers/toCommandLine.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { EXIT, type ExitCode, UserError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { create } from './create.ts';

/** What a command printed: all that was asked for, or a report of what it did. */
export type Output = 'result' | 'report';

/** Is told the exit code of the command that ran, and what it printed. */
export type End = (code: ExitCode, output: Output) => void;

/** Runs `create` as a command line asks for it, in words that are no flags, and flags. */
export async function runCreate(
  words: readonly string[],
  flags: ParsedFlags,
  host: Host,
  catalog: Catalog,
  end: End,
): Promise<void> {
  const directory = directoryOf(words);
  const request = { values: flaggedAnswers(directory, flags), switches: switchesOf(flags) };
  const code = await create(request, host, catalog);
  end(code, request.switches.dryRun ? 'result' : 'report');
}

/** The one directory among the words that are no flags; `create` may stand before it. */
function directoryOf(words: readonly string[]): string | undefined {
  const [directory, ...more] = words[0] === 'create' ? words.slice(1) : words;
  if (words[0] && NOT_YET_COMMANDS.includes(words[0])) throw notYet(words[0]);
  if (more.length === 0) return directory;
  throw new UserError({
    message: `One directory is enough, and ${more.length + 1} were given`,
    where: words.join(' '),
    remedy: 'Put quotes around a directory with spaces, or leave out what is no directory.',
    exitCode: EXIT.usage,
  });
}

function notYet(word: string): UserError {
  return new UserError({
    message: `There is no command "${word}"`,
    where: word,
    remedy: `"create-twelve-factor --help" shows what there is; a directory of that name is ./${word}.`,
    exitCode: EXIT.usage,
  });
}
