import { dirname } from 'node:path';
import { loadCatalog } from './catalog/loadCatalog.ts';
import { EXIT } from './errors.ts';
import { createHost } from './host/nodeHost.ts';
import { main } from './main.ts';

/**
 * Runs this process's command line. The process counts as failed until `main` says otherwise.
 * @param bin the folder of the launcher, in this program's package
 */
export async function run(bin: string): Promise<void> {
  process.exitCode = EXIT.internal;
  const argv = process.argv.slice(2);
  process.exitCode = await main(argv, createHost(argv, dirname(bin)), () => loadCatalog(__dirname));
}
