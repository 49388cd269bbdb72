import { type Command, Option as Flag } from 'commander';
import type { Catalog } from '../catalog/catalog.ts';
import {
  isOffered,
  OPTION_KEYS,
  OPTIONS,
  type Option,
  type OptionKey,
  SWITCHES,
} from './options.ts';

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
