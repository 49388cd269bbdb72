import type { CommandResult } from '../host/shell.ts';
import type { Git } from './gitIn.ts';

/** The repository that a directory is in, if it is in one, or how git failed to tell. */
export type FoundRepository =
  | { readonly repository?: string }
  | { readonly failure: CommandResult };

/** Git's exit code for "fatal: …". */
const FATAL = 128;

/** Finds the work tree, bare repository or Git directory that git works in. */
export async function findRepository(git: Git): Promise<FoundRepository> {
  const workTree = await git(['rev-parse', '--show-toplevel']);
  if (workTree.exitCode === 0) return { repository: workTree.stdout.trimEnd() };
  const words = workTree.lastLines.join('\n');
  if (workTree.exitCode !== FATAL) return { failure: workTree };
  if (/not a git repository \(or any/.test(words)) return {};
  if (/must be run in a work tree/.test(words)) {
    const gitDirectory = await git(['rev-parse', '--absolute-git-dir']);
    return { repository: gitDirectory.stdout.trimEnd() };
  }
  // One that git refuses (its owner, a bare one) or that is broken is a repository all the same.
  const refused =
    /(?:repository at|bare repository|gitfile format:|git repository:) '?(.+?)'?(?: \(|$)/m;
  const repository = refused.exec(words)?.[1];
  return repository === undefined ? { failure: workTree } : { repository };
}
