import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The launcher of the program that was installed from its tarball. */
    readonly program: string;
    readonly tarball: string;
    /** Where runtimes of other versions are installed. */
    readonly runtimes: string;
  }
}

/** Packs the program as it is published and installs it, without network, for the whole suite. */
export default function installProgram(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'installed-'));
  chmodSync(folder, 0o755);
  const npm = (...args: string[]): string =>
    execFileSync('npm', args, {
      cwd: resolve(import.meta.dirname, '../../..'),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const packed = npm('pack', '--json', '--silent', '--pack-destination', folder);
  const [{ filename }] = JSON.parse(packed.slice(packed.indexOf('['))) as [{ filename: string }];
  const tarball = join(folder, filename);
  const prefix = join(folder, 'prefix');
  const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  npm('install', ...flags, '--prefix', prefix, tarball);
  project.provide('program', join(prefix, 'node_modules/.bin/create-twelve-factor'));
  project.provide('tarball', tarball);
  project.provide('runtimes', join(folder, 'runtimes'));
  return () => rmSync(folder, { recursive: true, force: true });
}
