import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askGit } from './askGit.ts';
import type { CommittedProject } from './readRepository.ts';

/**
 * The files of `tree`, a copy of the project, that git would call changed, deleted or new.
 * Nothing is written to the repository, or to the copy.
 * @param scratch an existing folder for the index
 * @param installed names of folders at the top of the copy that were put there besides
 */
export async function uncommittedIn(
  { gitFolder, top, prefix }: CommittedProject,
  tree: string,
  scratch: string,
  installed: readonly string[],
): Promise<readonly string[]> {
  const variables = {
    GIT_DIR: gitFolder,
    GIT_WORK_TREE: tree,
    GIT_INDEX_FILE: join(scratch, 'index'),
  };
  const ignored = join(scratch, 'ignored');
  writeFileSync(ignored, [...inheritedRules(top, prefix), ...installed.map(atTop)].join('\n'));
  await askGit(tree, ['read-tree', `HEAD:${prefix}`], variables);
  const list = ['ls-files', '-z', '--modified', '--deleted', '--others', '--exclude-standard'];
  const { stdout } = await askGit(tree, ['-c', `core.excludesFile=${ignored}`, ...list], variables);
  return [...new Set(stdout.split('\0').filter(Boolean))];
}

/** What the folders above a part of a larger repository ignore. */
function inheritedRules(top: string, prefix: string): readonly string[] {
  const folders = prefix.split('/').slice(0, -1);
  return folders.flatMap((_, depth) => {
    const file = join(top, ...folders.slice(0, depth), '.gitignore');
    return existsSync(file) ? [readFileSync(file, 'utf8')] : [];
  });
}

function atTop(name: string): string {
  return `/${name}`;
}
