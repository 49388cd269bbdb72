import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { copyFiles, copyProject } from '../harness/copyProject.ts';
import { guardFolder } from '../harness/guardFolder.ts';
import { adjustPaths } from './adjustPaths.ts';
import type { CheckFile } from './checkFile.ts';

/** The folders of one check, all below one that is deleted at its end. */
export interface Place {
  /** The folder that all others are below. */
  readonly root: string;
  /** The copy of the project: what is committed, and what is installed. */
  readonly directory: string;
  /** An empty HOME. */
  readonly home: string;
  /** An empty TMPDIR. */
  readonly temporary: string;
  /** A new empty folder of that name. */
  folder(name: string): string;
  /** A copy of the project with nothing installed. */
  bareCopy(name: string): string;
  /** A second copy, which shares what is installed with the first. */
  copy(name: string): string;
  /** A copy of the files as they are, committed or not, which shares what is installed. */
  copyUncommitted(name: string): string;
  remove(): void;
}

/** Folders of what is installed and built, which a repository leaves out and a run needs. */
const USUAL = ['.venv', 'venv', 'node_modules', 'vendor', 'target', 'dist', 'build'];

/** The same and those that the check file tells, as paths in the project. */
export function installedIn({ built = [], path = [] }: CheckFile): readonly string[] {
  return [...new Set([...USUAL, ...built, ...path])];
}

/**
 * Copies a project to folders of its own, so that a run of it changes nothing of the original.
 * @param installed paths in the project of what is copied besides, without which it can't be run
 */
export async function placeProject(source: string, installed: readonly string[]): Promise<Place> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'twelve-factor-check-')));
  const dismissGuard = guardFolder(root);
  const remove = (): void => {
    rmSync(root, { recursive: true, force: true });
    dismissGuard();
  };
  const folder = (name: string): string => {
    mkdirSync(join(root, name));
    return join(root, name);
  };
  const directory = join(root, 'project');
  // A link would be copied as a link, and a run would change what it leads to.
  const real = realpathSync(source);
  const copyBy =
    (copy: typeof copyProject) =>
    (name: string): string => {
      copy(real, join(root, name));
      linkInstalled(installed, directory, join(root, name));
      return join(root, name);
    };
  try {
    copyProject(real, directory);
    await copyInstalled(installed, real, directory, [source, real]);
    return {
      root,
      directory,
      home: folder('home'),
      temporary: folder('tmp'),
      folder,
      bareCopy: (name) => {
        copyProject(real, join(root, name));
        return join(root, name);
      },
      copy: copyBy(copyProject),
      copyUncommitted: copyBy(copyFiles),
      remove,
    };
  } catch (error) {
    remove();
    throw error;
  }
}

async function copyInstalled(
  installed: readonly string[],
  source: string,
  target: string,
  names: readonly string[],
): Promise<void> {
  for (const path of installed) {
    if (!isMissing(path, source, target)) continue;
    mkdirSync(dirname(join(target, path)), { recursive: true });
    // Tens of thousands of files are a second's work for cp, and many for node:fs.
    await promisify(execFile)('cp', ['-a', join(source, path), join(target, path)]);
    adjustPaths(join(target, path), names, target);
  }
}

function linkInstalled(installed: readonly string[], copy: string, target: string): void {
  for (const path of installed) {
    if (!isMissing(path, copy, target)) continue;
    mkdirSync(dirname(join(target, path)), { recursive: true });
    symlinkSync(join(copy, path), join(target, path));
  }
}

function isMissing(path: string, source: string, target: string): boolean {
  return existsSync(join(source, path)) && !existsSync(join(target, path));
}
