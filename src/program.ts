import { Command } from 'commander';
import { SWITCHES } from './answers/options.ts';
import { NOT_YET_COMMANDS } from './answers/toCommandLine.ts';
import { addFlags, flaggedAnswers, type ParsedFlags, switchesOf } from './answers/toFlags.ts';
import type { Catalog } from './catalog/catalog.ts';
import { partsOfKind } from './catalog/findParts.ts';
import { helpEpilogue } from './commands/helpEpilogue.ts';
import { list } from './commands/list.ts';
import { schema } from './commands/schema.ts';
import { EXIT, type ExitCode, UserError } from './errors.ts';
import type { Host } from './host/host.ts';
import { VERSION } from './version.ts';

/** What a command printed: all that was asked for, or a report of what it did. */
export type Output = 'result' | 'report';

/** Columns of --help. */
const HELP_WIDTH = 80;

/**
 * The commander program. `create` is both the root program and a word of its own.
 * @param end is told the exit code of the command that ran, and what it printed
 */
export function createProgram(
  host: Host,
  catalog: Catalog,
  end: (code: ExitCode, output: Output) => void,
): Command {
  const { terminal } = host;
  const program = new Command('create-twelve-factor')
    .description('Scaffold a twelve-factor app that is right from its first commit.')
    .usage('[directory] [options]')
    .version(VERSION, '-v, --version', 'Print the version')
    .helpOption('-h, --help', 'Print this help')
    .helpCommand(false)
    .configureHelp({ helpWidth: HELP_WIDTH, sortOptions: false })
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      // Without these commander looks at process.stdout, which is dear to touch.
      getOutHelpWidth: () => HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
      // Failures are thrown, and printed once, in main.
      outputError: () => undefined,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride()
    .enablePositionalOptions()
    .addHelpText('after', () => helpEpilogue(partsOfKind(catalog, 'stack')[0]?.name ?? 'STACK'));

  addFlags(program, catalog);
  refuseOpposites(program);
  addWord(program, 'list', 'Show the stacks, services and targets')
    .option(SWITCHES.json.flag, SWITCHES.json.description)
    .action((_: unknown, self: Command) => {
      list(catalog, self.optsWithGlobals<{ json?: boolean }>().json === true, terminal);
      end(EXIT.done, 'result');
    });
  addWord(program, 'schema', 'Print the JSON Schema of the answers file').action(() => {
    schema(catalog, terminal);
    end(EXIT.done, 'result');
  });

  const check = addWord(program, 'check', 'Run a project and say which factors it keeps');
  // What it takes is loaded with it: `create` has no use for that.
  program.hook('preSubcommand', async (_, word) => {
    if (word !== check) return;
    const { completeCheck } = await import('./commands/completeCheck.ts');
    completeCheck(check, host, (code) => end(code, 'result'));
  });

  program.allowExcessArguments(true).action(async (_: unknown, flags: ParsedFlags) => {
    const directory = directoryOf(program.args);
    const request = { values: flaggedAnswers(directory, flags), switches: switchesOf(flags) };
    const { create } = await import('./commands/create.ts');
    const code = await create(request, host, catalog);
    end(code, request.switches.dryRun ? 'result' : 'report');
  });
  return program;
}

/** A command that is a word of its own; of the flags it takes those that every command has. */
function addWord(program: Command, name: string, description: string): Command {
  const { noColor, debug } = SWITCHES;
  return program
    .command(name)
    .description(description)
    .option(noColor.flag, noColor.description)
    .option(debug.flag, debug.description);
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

/** Of two opposite flags commander takes the last and says nothing. */
function refuseOpposites(program: Command): void {
  const given = new Set<string>();
  for (const flag of ['git', 'no-git'])
    program.on(`option:${flag}`, () => {
      if (given.add(flag).size === 1) return;
      throw new UserError({
        message: '--git and --no-git exclude each other',
        where: '--git, --no-git',
        remedy: 'Leave one of them out.',
        exitCode: EXIT.usage,
      });
    });
}
