import { runProgram } from './program.ts';
import { start } from './start.ts';

/**
 * Runs this process's command line with what help and the other commands need at hand: commander.
 * @param bin the folder of the launcher, in this program's package
 */
export async function run(bin: string): Promise<void> {
  await start(bin, runProgram);
}
