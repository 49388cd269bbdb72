import { loadCatalog } from './catalog/loadCatalog.ts';
import { EXIT } from './errors.ts';
import { createHost } from './host/nodeHost.ts';
import { main } from './main.ts';

/**
 * Runs this process's command line. The process counts as failed until `main` says otherwise.
 * @param program the directory of this program's package
 */
export async function run(program: string): Promise<void> {
  process.exitCode = EXIT.internal;
  const argv = process.argv.slice(2);
  process.exitCode = await main(argv, createHost(argv, program), loadCatalog());
}
