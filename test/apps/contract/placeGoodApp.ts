import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RunnableApp } from './prepareApp.ts';

const GOOD = resolve(import.meta.dirname, '../../fixtures/apps/good');

/** Copies the good app into `folder`, beside a PATH that has node and nothing else. */
export function placeGoodApp(folder: string): RunnableApp {
  const directory = join(folder, 'app');
  const path = join(folder, 'bin');
  cpSync(GOOD, directory, { recursive: true });
  mkdirSync(path);
  symlinkSync(process.execPath, join(path, 'node'));
  return { label: 'the good app', directory, path, idle: ['node', '-e', ''] };
}
