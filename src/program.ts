import { Command } from 'commander';
import type { ParsedFlags } from './answers/fromFlags.ts';
import { SWITCHES } from './answers/options.ts';
import { addFlags } from './answers/toFlags.ts';
import type { Catalog } from './catalog/catalog.ts';
import { partsOfKind } from './catalog/findParts.ts';
import { helpEpilogue } from './commands/helpEpilogue.ts';
import { list } from './commands/list.ts';
import type { End } from './commands/runCreate.ts';
import { schema } from './commands/schema.ts';
import { EXIT, UserError } from './errors.ts';
import type { Host } from './host/host.ts';
import { VERSION } from './version.ts';

/** Columns of --help. */
const HELP_WIDTH = 80;

/** Does what a command line says, or prints what commander has to say to it. */
export async function runProgram(
  argv: readonly string[],
  host: Host,
  catalog: Catalog,
  end: End,
): Promise<void> {
  await createProgram(host, catalog, end).parseAsync([...argv], { from: 'user' });
}

/**
 * The commander program. `create` is both the root program and a word of its own.
 * @param end is told the exit code of the command that ran, and what it printed
 */
export function createProgram(host: Host, catalog: Catalog, end: End): Command {
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
    const { runCreate } = await import('./commands/runCreate.ts');
    await runCreate(program.args, flags, host, catalog, end);
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
