import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { askGit } from './askGit.ts';

/** What version control knows of a project's folder. */
export type Repository =
  | { readonly kind: 'none' }
  /** One is there, of which nothing can be told. */
  | { readonly kind: 'unknown'; readonly reason: string }
  | CommittedProject;

/** A project of which something is committed. */
export interface CommittedProject {
  readonly kind: 'committed';
  /** The commit that is checked. */
  readonly commit: string;
  /** The top of the work tree. */
  readonly top: string;
  /** Where the project is below it: empty, or `folder/`. */
  readonly prefix: string;
  /** Absolute. */
  readonly gitFolder: string;
  /** What the commit holds, as paths below the project. */
  readonly files: readonly string[];
  /** Paths that differ from the commit and are not ignored, with git's two letters before them. */
  readonly uncommitted: readonly string[];
}

/** Folders by which other systems than git can be told. */
const OTHERS: Readonly<Record<string, string>> = {
  '.hg': 'Mercurial',
  '.svn': 'Subversion',
  '.jj': 'Jujutsu',
  '.bzr': 'Bazaar',
  '.fslckout': 'Fossil',
};

/** Asks git about the folder `directory`, which may be a part of a larger repository. */
export async function readRepository(directory: string): Promise<Repository> {
  const where = ['rev-parse', '--show-toplevel', '--absolute-git-dir', '--show-prefix'];
  const { status, stdout, stderr } = await askGit(directory, where);
  if (status === undefined) return unknown('git could not be run');
  if (status !== 0) return withoutGit(directory, stderr);
  const [top = '', gitFolder = '', prefix = ''] = stdout.split('\n');
  const head = await askGit(directory, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (head.status !== 0) return unknown('its repository has no commit yet');
  const [tree, changes] = await Promise.all([
    askGit(directory, ['ls-tree', '-r', '-z', '--name-only', 'HEAD']),
    askGit(directory, ['status', '--porcelain', '-z', '--no-renames', '--', '.']),
  ]);
  const files = tree.stdout.split('\0').filter(Boolean);
  if (files.length === 0) return unknown(`the repository ${top} holds none of its files yet`);
  return {
    kind: 'committed',
    commit: head.stdout.trim(),
    top,
    prefix,
    gitFolder,
    files,
    uncommitted: changes.stdout.split('\0').filter(Boolean),
  };
}

function withoutGit(directory: string, message: string): Repository {
  const other = otherSystem(directory);
  if (other !== undefined) return unknown(`it is kept in ${other}, which is not read here`);
  if (/not a git repository \(or any/.test(message)) return { kind: 'none' };
  return unknown(`git says: ${message.trim().split('\n')[0]}`);
}

function otherSystem(folder: string): string | undefined {
  const [, name] = Object.entries(OTHERS).find(([mark]) => existsSync(join(folder, mark))) ?? [];
  const above = dirname(folder);
  return name ?? (above === folder ? undefined : otherSystem(above));
}

function unknown(reason: string): Repository {
  return { kind: 'unknown', reason };
}
