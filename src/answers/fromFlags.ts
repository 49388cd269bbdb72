import { OPTION_KEYS, type Switches } from './options.ts';
import type { RawAnswers } from './parseAnswersFile.ts';

/** The flags of a command line by their keys in the tables: texts, lists of texts, and switches. */
export type ParsedFlags = Readonly<Record<string, unknown>>;

/** The answers among the flags, each with the flag as its place. */
export function flaggedAnswers(directory: string | undefined, flags: ParsedFlags): RawAnswers {
  const values = OPTION_KEYS.map(
    (key) => [key, key === 'directory' ? directory : flags[key]] as const,
  );
  return new Map(
    values
      .filter(([, raw]) => raw !== undefined)
      .map(([key, raw]) => [key, { raw, where: key === 'directory' ? 'directory' : `--${key}` }]),
  );
}

/** The run switches among the flags. */
export function switchesOf(flags: ParsedFlags): Switches {
  const text = (key: string): object =>
    typeof flags[key] === 'string' ? { [key]: flags[key] } : {};
  return {
    yes: flags.yes === true,
    dryRun: flags.dryRun === true,
    json: flags.json === true,
    install: flags.install === true,
    dockerBuild: flags.dockerBuild === true || flags.dockerRun === true,
    dockerRun: flags.dockerRun === true,
    debug: flags.debug === true,
    ...(typeof flags.git === 'boolean' ? { git: flags.git } : {}),
    ...text('answers'),
    ...text('image'),
  };
}
