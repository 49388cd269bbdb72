import { commandText } from '../commandText.ts';
import { EXIT, UserError } from '../errors.ts';
import { OPTION_KEYS, SWITCHES } from './options.ts';

/** Flags that npx itself sets, or that say nothing about what is written. */
const NOT_OURS = new Set(['yes', 'debug', 'color', 'noColor']);

/**
 * `npm create twelve-factor orders --stack x` without a `--` makes npm take our flags for its own
 * and hand them down as `npm_config_…` variables only.
 * @throws UserError exit 2 with the command that was meant
 */
export function refuseSwallowedFlags(
  environment: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
): void {
  if (environment.npm_command !== 'init' && environment.npm_command !== 'exec') return;
  const swallowed = [...OPTION_KEYS, ...Object.keys(SWITCHES)].flatMap((key) =>
    NOT_OURS.has(key) ? [] : swallowedFlag(key, environment),
  );
  if (swallowed.length === 0) return;
  throw new UserError({
    message: 'npm took flags that were meant for create-twelve-factor',
    where: swallowed.join(' '),
    remedy: `Put "--" before them: npm create twelve-factor@latest -- ${commandText([...swallowed, ...argv])}`,
    exitCode: EXIT.usage,
  });
}

function swallowedFlag(
  key: string,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  const words = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const flag = `--${words.replaceAll('_', '-')}`;
  if (key === 'noGit') return environment.npm_config_git === '' ? ['--no-git'] : [];
  const value = environment[`npm_config_${words}`];
  if (value === undefined || value === '' || value === 'false') return [];
  if (key === 'git') return value === 'true' ? ['--git'] : [];
  return value === 'true' ? [flag] : [`${flag}=${value}`];
}
