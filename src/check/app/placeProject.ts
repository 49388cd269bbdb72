import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copyFiles, copyProject } from '../harness/copyProject.ts';
import { adjustPaths } from './adjustPaths.ts';
import { guardPlace } from './guardPlace.ts';

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

/** Folders of installed dependencies, which a repository leaves out and a run needs. */
export const INSTALLED = ['.venv', 'venv', 'node_modules', 'vendor', 'target', 'dist', 'build'];

/**
 * Copies a project to folders of its own, so that a run of it changes nothing of the original.
 * @param installed copy what is installed too, without which it can't be run
 */
export async function placeProject(source: string, installed = true): Promise<Place> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'twelve-factor-check-')));
  const dismissGuard = guardPlace(root);
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
      linkInstalled(directory, join(root, name));
      return join(root, name);
    };
  try {
    copyProject(real, directory);
    if (installed) await copyInstalled(real, directory, [source, real]);
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
  source: string,
  target: string,
  names: readonly string[],
): Promise<void> {
  for (const name of missing(source, target)) {
    // Tens of thousands of files are a second's work for cp, and many for node:fs.
    await promisify(execFile)('cp', ['-a', join(source, name), join(target, name)]);
    adjustPaths(join(target, name), names, target);
  }
}

function linkInstalled(copy: string, target: string): void {
  for (const name of missing(copy, target)) symlinkSync(join(copy, name), join(target, name));
}

function missing(source: string, target: string): readonly string[] {
  return INSTALLED.filter(
    (name) => existsSync(join(source, name)) && !existsSync(join(target, name)),
  );
}
