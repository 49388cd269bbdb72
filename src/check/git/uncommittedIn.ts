import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { askGit } from './askGit.ts';
import type { CommittedProject } from './readRepository.ts';

/**
 * The files of `tree`, a copy of the project `source`, that git would call changed, deleted or new.
 * Nothing is written to the repository, or to the copy.
 * @param scratch an existing folder for the index
 * @param installed names of folders at the top of the copy that were put there besides
 */
export async function uncommittedIn(
  { gitFolder, top }: CommittedProject,
  source: string,
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
  writeFileSync(ignored, [...inheritedRules(source, top), ...installed.map(atTop)].join('\n'));
  await askGit(tree, ['read-tree', `HEAD:${relative(top, source)}`], variables);
  const list = ['ls-files', '-z', '--modified', '--deleted', '--others', '--exclude-standard'];
  const { stdout } = await askGit(tree, ['-c', `core.excludesFile=${ignored}`, ...list], variables);
  return [...new Set(stdout.split('\0').filter(Boolean))];
}

/** What the folders above a part of a larger repository ignore. */
function inheritedRules(source: string, top: string): readonly string[] {
  if (source === top || dirname(source) === source) return [];
  const above = dirname(source);
  const file = join(above, '.gitignore');
  const own = existsSync(file) ? [readFileSync(file, 'utf8')] : [];
  return [...inheritedRules(above, top), ...own];
}

function atTop(name: string): string {
  return `/${name}`;
}
