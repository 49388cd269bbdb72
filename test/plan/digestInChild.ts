import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const CHILD = fileURLToPath(new URL('./digestChild.ts', import.meta.url));

/** The digest of the shipped catalog, taken by a process with this environment. */
export function digestInChild(environment: string): string {
  const run = `umask 077; ${environment} exec "$0" --import "$1" "$2"`;
  return execFileSync('sh', ['-c', run, process.execPath, TSX, CHILD], {
    cwd: '/',
    encoding: 'utf8',
    timeout: 30_000,
  });
}
