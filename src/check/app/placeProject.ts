import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyProject } from '../harness/copyProject.ts';

/** The folders of one check, all below one that is deleted at its end. */
export interface Place {
  /** The copy of the project: what is committed, and what is installed. */
  readonly directory: string;
  /** An empty HOME. */
  readonly home: string;
  /** An empty TMPDIR. */
  readonly temporary: string;
  remove(): void;
}

/** Folders of installed dependencies, which a repository leaves out and a run needs. */
const INSTALLED = ['.venv', 'venv', 'node_modules', 'vendor', 'target', 'dist', 'build'];

/** Copies a project to folders of its own, so that a run of it changes nothing of the original. */
export async function placeProject(source: string): Promise<Place> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'twelve-factor-check-')));
  const remove = (): void => rmSync(root, { recursive: true, force: true });
  const place = {
    directory: join(root, 'project'),
    home: join(root, 'home'),
    temporary: join(root, 'tmp'),
    remove,
  };
  try {
    for (const folder of [place.home, place.temporary]) mkdirSync(folder);
    copyProject(source, place.directory);
    await copyInstalled(source, place.directory);
    return place;
  } catch (error) {
    remove();
    throw error;
  }
}

async function copyInstalled(source: string, target: string): Promise<void> {
  const missing = INSTALLED.filter(
    (name) => existsSync(join(source, name)) && !existsSync(join(target, name)),
  );
  for (const name of missing) {
    await cp(join(source, name), join(target, name), { recursive: true, verbatimSymlinks: true });
  }
}
