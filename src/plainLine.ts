import { readPlainLine } from './answers/readPlainLine.ts';
import { RESERVED_WORDS } from './answers/toCommandLine.ts';
import type { Catalog } from './catalog/catalog.ts';
import { type End, runCreate } from './commands/runCreate.ts';
import type { Host } from './host/host.ts';

/** Does what a plain command line says; any other is commander's, which is loaded for it. */
export async function runPlainLine(
  argv: readonly string[],
  host: Host,
  catalog: Catalog,
  end: End,
): Promise<void> {
  const plain = readPlainLine(argv, (word) => RESERVED_WORDS.includes(word));
  if (plain) return runCreate(plain.words, plain.flags, host, catalog, end);
  const { runProgram } = await import('./program.ts');
  return runProgram(argv, host, catalog, end);
}
