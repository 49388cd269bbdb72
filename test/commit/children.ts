import { spawn } from 'node:child_process';
import { buildSync } from 'esbuild';

/** How a child ended. */
export interface ChildResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

/** Bundles a program of this folder into one file, so that each start costs no more than Node itself. */
export function bundleChild(program: string, outfile: string): void {
  buildSync({
    entryPoints: [new URL(program, import.meta.url).pathname],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  });
}

/** Runs one child to its end; `order` is what it reads from its standard input. */
export function runChild(script: string, order: unknown): Promise<ChildResult> {
  const child = spawn(process.execPath, [script], { stdio: 'pipe' });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  child.stdin.end(JSON.stringify(order));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, out, err }));
  });
}
