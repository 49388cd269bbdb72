import { askGit } from './askGit.ts';

/** The folders below `directory` of which git ignores all, as paths in it. */
export async function ignoredFolders(directory: string): Promise<readonly string[]> {
  const kind = ['--others', '--ignored', '--exclude-standard', '--directory'];
  const { stdout } = await askGit(directory, ['ls-files', '-z', ...kind]);
  return stdout.split('\0').flatMap((path) => (path.endsWith('/') ? [path.slice(0, -1)] : []));
}
