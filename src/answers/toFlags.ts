import { type Command, Option as Flag } from 'commander';
import type { Catalog } from '../catalog/catalog.ts';
import {
  isOffered,
  OPTION_KEYS,
  OPTIONS,
  type Option,
  type OptionKey,
  SWITCHES,
  type Switches,
} from './options.ts';
import type { RawAnswers } from './parseAnswersFile.ts';

/** Gives a command the flags of the option table and the run switches. */
export function addFlags(command: Command, catalog: Catalog): void {
  command.argument('[directory]', OPTIONS.directory.description);
  for (const key of OPTION_KEYS)
    if (key !== 'directory') command.addOption(answerFlag(key, catalog));
  for (const { flag, description } of Object.values(SWITCHES))
    command.addOption(new Flag(flag, description));
}

function answerFlag(key: OptionKey, catalog: Catalog): Flag {
  const option: Option = OPTIONS[key];
  const flag = new Flag(`--${key} <${option.placeholder}>`, option.description);
  if (!isOffered(key, catalog)) flag.hideHelp();
  if (option.type === 'choices')
    flag.argParser((value: string, earlier: readonly string[] | undefined) => [
      ...(earlier ?? []),
      value,
    ]);
  return flag;
}

/** What commander made of the flags. */
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
