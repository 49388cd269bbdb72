import { Command } from 'commander';
import { SWITCHES } from './answers/options.ts';
import { addFlags, flaggedAnswers, type ParsedFlags, switchesOf } from './answers/toFlags.ts';
import type { Catalog } from './catalog/catalog.ts';
import { partsOfKind } from './catalog/findParts.ts';
import { create } from './commands/create.ts';
import { helpEpilogue } from './commands/helpEpilogue.ts';
import { list } from './commands/list.ts';
import { schema } from './commands/schema.ts';
import { EXIT, type ExitCode, UserError } from './errors.ts';
import type { Host } from './host/host.ts';
import { VERSION } from './version.ts';

/**
 * The commander program. `create` is both the root program and a word of its own.
 * @param end is told the exit code of the command that ran
 */
export function createProgram(
  host: Host,
  catalog: Catalog,
  end: (code: ExitCode) => void,
): Command {
  const { terminal } = host;
  const program = new Command('create-twelve-factor')
    .description('Scaffold a twelve-factor app that is right from its first commit.')
    .usage('[directory] [options]')
    .version(VERSION, '-v, --version', 'Print the version')
    .helpOption('-h, --help', 'Print this help')
    .helpCommand(false)
    .configureHelp({ helpWidth: 80, sortOptions: false })
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      // Failures are thrown, and printed once, in main.
      outputError: () => undefined,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride()
    .addHelpText('after', () => helpEpilogue(partsOfKind(catalog, 'stack')[0]?.name ?? 'STACK'));

  const runCreate = async (directory: string | undefined, flags: ParsedFlags): Promise<void> => {
    const request = { values: flaggedAnswers(directory, flags), switches: switchesOf(flags) };
    end(await create(request, host, catalog));
  };
  addFlags(program, catalog);
  program.allowExcessArguments(false).action(runCreate);

  const word = program.command('create', { hidden: true }).description('The same');
  addFlags(word, catalog);
  word
    .allowExcessArguments(false)
    .action((directory: string | undefined, _: unknown, self: Command) =>
      runCreate(directory, { ...program.opts(), ...self.opts() }),
    );
  refuseOpposites([program, word]);

  program
    .command('list')
    .description('Show the stacks, services and targets')
    .option(SWITCHES.json.flag, SWITCHES.json.description)
    .action((_: unknown, self: Command) => {
      list(catalog, self.optsWithGlobals<{ json?: boolean }>().json === true, terminal);
      end(EXIT.done);
    });
  program
    .command('schema')
    .description('Print the JSON Schema of the answers file')
    .action(() => {
      schema(catalog, terminal);
      end(EXIT.done);
    });
  return program;
}

/** Of two opposite flags commander takes the last and says nothing. */
function refuseOpposites(commands: readonly Command[]): void {
  const given = new Set<string>();
  for (const command of commands)
    for (const flag of ['git', 'no-git'])
      command.on(`option:${flag}`, () => {
        if (given.add(flag).size === 1) return;
        throw new UserError({
          message: '--git and --no-git exclude each other',
          where: '--git, --no-git',
          remedy: 'Leave one of them out.',
          exitCode: EXIT.usage,
        });
      });
}
