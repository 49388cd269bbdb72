import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

/** Installs a version of Node from its npm package, once, and returns its program. */
export function installNode(version: string): string {
  const prefix = join(inject('runtimes'), version);
  const name = `node-${process.platform}-${process.arch}`;
  const node = join(prefix, 'node_modules', name, 'bin/node');
  const flags = ['--no-audit', '--no-fund', '--silent', '--prefer-offline'];
  if (!existsSync(node))
    execFileSync('npm', ['install', ...flags, '--prefix', prefix, `${name}@${version}`], {
      stdio: 'ignore',
    });
  return node;
}
