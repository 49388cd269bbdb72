import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** Copies the built program, so that a rebuild meanwhile changes nothing; returns its launcher. */
export function copyBuiltProgram(folder: string): string {
  if (!existsSync(path.join(root, 'dist/entry.cjs'))) throw new Error('Run "npm run build" first');
  for (const name of ['bin', 'dist', 'package.json']) {
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  }
  return path.join(folder, 'bin/create-twelve-factor.cjs');
}
