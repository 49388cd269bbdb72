import { refuseSwallowedFlags } from './answers/swallowedFlags.ts';
import type { Catalog } from './catalog/catalog.ts';
import { printFailure } from './commands/printFailure.ts';
import type { End, Output } from './commands/runCreate.ts';
import { EXIT, type ExitCode, UserError } from './errors.ts';
import type { Host } from './host/host.ts';

/** Reads and does a command line; throws what `printFailure` can explain. */
export type RunLine = (
  argv: readonly string[],
  host: Host,
  catalog: Catalog,
  end: End,
) => Promise<void>;

/**
 * Runs one command line and says how the process should end. Never throws and never exits.
 * @param argv the arguments after the program's name
 */
export async function main(
  argv: readonly string[],
  host: Host,
  loadCatalog: () => Catalog,
  runLine: RunLine,
): Promise<ExitCode> {
  // npm, pnpm and yarn differ in which `--` they pass on; none of our arguments needs one.
  const words = argv.filter((word) => word !== '--');
  const json = words.includes('--json');
  const debug = words.includes('--debug');
  let exitCode: ExitCode = EXIT.internal;
  let printed: Output = 'result';
  try {
    refuseSwallowedFlags(host.environment, words);
    await runLine(words, host, loadCatalog(), (code, output) => {
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

function unwritten(cause: NodeJS.ErrnoException): UserError {
  return new UserError({
    message: `The result could not be written to standard output (${cause.code})`,
    remedy: 'Send it to where there is room. What the command has done stands.',
    exitCode: EXIT.environment,
    cause,
  });
}
