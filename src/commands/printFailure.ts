import type { CommanderError } from 'commander';
import { EXIT, type ExitCode, printable, UserError } from '../errors.ts';
import { Cancelled, type Terminal } from '../host/terminal.ts';

/**
 * Says what ended a command early, on stderr, and with `json` as one object on stdout too.
 * @returns the exit code that goes with it
 */
export function printFailure(
  error: unknown,
  options: { readonly json: boolean; readonly debug: boolean },
  terminal: Pick<Terminal, 'out' | 'err'>,
): ExitCode {
  if (isCommanders(error) && error.exitCode === 0) return EXIT.done;
  const failure = describe(error);
  const { message, where, remedy, exitCode } = failure;
  if (error instanceof Cancelled) terminal.err(message);
  else {
    terminal.err(`error: ${message}`);
    if (where) terminal.err(`  where: ${where}`);
    if (remedy) terminal.err(`  to do: ${remedy}`);
  }
  if (options.debug && error instanceof Error) terminal.err(error.stack ?? '');
  if (options.json) {
    const told = { message, ...(where ? { where } : {}), ...(remedy ? { remedy } : {}) };
    terminal.out(JSON.stringify({ error: told, exitCode }, null, 2));
  }
  return exitCode;
}

interface Failure {
  readonly message: string;
  readonly where?: string | undefined;
  readonly remedy?: string | undefined;
  readonly exitCode: ExitCode;
}

function describe(error: unknown): Failure {
  if (error instanceof UserError || error instanceof Cancelled) return error;
  if (isCommanders(error)) return usageFailure(error);
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return {
    message: `internal error: ${printable(first)}`,
    remedy: 'This is a bug of create-twelve-factor: please report it, with what --debug shows.',
    exitCode: EXIT.internal,
  };
}

/** commander's sentences, in the form of ours. */
function usageFailure(error: CommanderError): Failure {
  const [first = '', hint] = error.message.replace(/^error: /, '').split('\n');
  const message = printable(first);
  return {
    message: message.charAt(0).toUpperCase() + message.slice(1).replace(/\.$/, ''),
    remedy:
      hint?.replace(/^\((.*)\)$/, '$1') ??
      'Run "create-twelve-factor --help" to see what there is.',
    exitCode: EXIT.usage,
  };
}

/** Told by its code, so that who fails in another way need not load commander. */
function isCommanders(error: unknown): error is CommanderError {
  return error instanceof Error && 'code' in error && /^commander\./.test(String(error.code));
}
