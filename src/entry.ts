import { runPlainLine } from './plainLine.ts';
import { start } from './start.ts';

/**
 * Runs this process's command line with what a plain `create` needs at hand, as most runs are.
 * @param bin the folder of the launcher, in this program's package
 */
export async function run(bin: string): Promise<void> {
  await start(bin, runPlainLine);
}
