import { dirname } from 'node:path';
import { loadCatalog } from './catalog/loadCatalog.ts';
import { EXIT } from './errors.ts';
import { createHost } from './host/nodeHost.ts';
import { main, type RunLine } from './main.ts';

/**
 * Runs this process's command line. The process counts as failed until `main` says otherwise.
 * @param bin the folder of the launcher, in this program's package
 * @param runLine what reads and does the command line
 */
export async function start(bin: string, runLine: RunLine): Promise<void> {
  process.exitCode = EXIT.internal;
  const argv = process.argv.slice(2);
  const host = createHost(argv, dirname(bin));
  process.exitCode = await main(argv, host, () => loadCatalog(__dirname), runLine);
}
