import type { Command } from 'commander';
import { CHECK_OPTIONS, type CheckOptionKey } from '../answers/checkOptions.ts';
import type { ExitCode } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { check } from './check.ts';
import { toCheckRequest } from './toCheckRequest.ts';

/** Flags that add up when they are given several times. */
const LISTS: readonly CheckOptionKey[] = ['only', 'skip'];

/**
 * Gives the word `check` its argument, its flags and what it does.
 * @param end is told the exit code of the check
 */
export function completeCheck(word: Command, host: Host, end: (code: ExitCode) => void): void {
  word.argument('[directory]', 'The project', '.').addHelpText('after', EPILOGUE);
  for (const key of Object.keys(CHECK_OPTIONS) as CheckOptionKey[]) {
    const { flag, description } = CHECK_OPTIONS[key];
    if (LISTS.includes(key)) word.option(flag, description, addUp);
    else word.option(flag, description);
  }
  word.action(async (directory: string, flags: Readonly<Record<string, unknown>>) => {
    const json = flags.json === true || word.parent?.opts().json === true;
    end(await check(await toCheckRequest(directory, { ...flags, json }, host), host));
  });
}

function addUp(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

const EPILOGUE = `
It runs the code of the project, in a copy, with an environment of its own.
What it can't infer may stand in twelve-factor.check.json (docs/check.md).

Exit codes:
  0 no factor is broken           4 environment: disk, permission
  1 internal error: a bug         7 a factor is broken
  2 usage, or the project can't   129, 130, 143 on HUP, INT, TERM, after
    be read                         saying what was found by then
`;
