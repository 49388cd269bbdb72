import type { ProcessType } from './readProcfile.ts';
import { shellCommand } from './shellCommand.ts';

/** As the Procfiles of platforms are read: what is no entry is passed over. */
const ENTRY = /^([A-Za-z0-9_-]+):[ \t]*(\S.*?)\s*$/;

/**
 * The process types of a Procfile as platforms read it: names of letters, digits, `-` and `_`, and
 * commands for a shell. Of two entries of one name the last one counts.
 */
export function readShellProcfile(text: string): ProcessType[] {
  const types = new Map<string, ProcessType>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, command] = ENTRY.exec(line) ?? [];
    if (name !== undefined && command !== undefined)
      types.set(name, { name, argv: shellCommand(command) });
  }
  return [...types.values()];
}
