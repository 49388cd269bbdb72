import { readPlainLine } from './answers/readPlainLine.ts';
import { refuseSwallowedFlags } from './answers/swallowedFlags.ts';
import { RESERVED_WORDS } from './answers/toCommandLine.ts';
import type { Catalog } from './catalog/catalog.ts';
import { printFailure } from './commands/printFailure.ts';
import { type End, type Output, runCreate } from './commands/runCreate.ts';
import { EXIT, type ExitCode, UserError } from './errors.ts';
import type { Host } from './host/host.ts';

/**
 * Runs one command line and says how the process should end. Never throws and never exits.
 * @param argv the arguments after the program's name
 */
export async function main(
  argv: readonly string[],
  host: Host,
  loadCatalog: () => Catalog,
): Promise<ExitCode> {
  // npm, pnpm and yarn differ in which `--` they pass on; none of our arguments needs one.
  const words = argv.filter((word) => word !== '--');
  const json = words.includes('--json');
  const debug = words.includes('--debug');
  let exitCode: ExitCode = EXIT.internal;
  let printed: Output = 'result';
  try {
    refuseSwallowedFlags(host.environment, words);
    await run(words, host, loadCatalog(), (code, output) => {
      exitCode = code;
      printed = output;
    });
  } catch (error) {
    exitCode = printFailure(error, { json, debug }, host.terminal);
  }
  const unread = json || printed === 'result' ? host.terminal.outFailure : undefined;
  if (!unread || exitCode !== EXIT.done) return exitCode;
  return printFailure(unwritten(unread), { json: false, debug }, host.terminal);
}

/** A plain line is read here; all that needs commander, or its explanations, is commander's. */
async function run(argv: readonly string[], host: Host, catalog: Catalog, end: End): Promise<void> {
  const plain = readPlainLine(argv, (word) => RESERVED_WORDS.includes(word));
  if (plain) return runCreate(plain.words, plain.flags, host, catalog, end);
  const { createProgram } = await import('./program.ts');
  await createProgram(host, catalog, end).parseAsync([...argv], { from: 'user' });
}

function unwritten(cause: NodeJS.ErrnoException): UserError {
  return new UserError({
    message: `The result could not be written to standard output (${cause.code})`,
    remedy: 'Send it to where there is room. What the command has done stands.',
    exitCode: EXIT.environment,
    cause,
  });
}
