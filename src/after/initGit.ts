import { printable } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { CommandResult } from '../host/shell.ts';
import { endingText } from './endingText.ts';
import { failedStep } from './failedStep.ts';
import { findRepository } from './findRepository.ts';
import { type Git, gitIn } from './gitIn.ts';
import type { MadeProject } from './madeProject.ts';
import type { Step } from './step.ts';

type Project = Pick<MadeProject, 'directory' | 'files' | 'executables'>;

const MESSAGE = 'Create the project';
const COMMIT = `git commit -m "${MESSAGE}"`;
const FROM_START = `git init && git add --all && ${COMMIT}`;
const IDENTITY = 'git config user.name "Your Name" && git config user.email "you@example.com"';
const STAGED = 'The files are staged but not committed';
/** So many paths fit into every system's longest command line. */
const PATHS_AT_ONCE = 200;
/** Git's exit code for "fatal: …". */
const FATAL = 128;

/** Makes a repository with one commit of exactly the written files, unless one is there already. */
export async function initGit(
  project: Project,
  host: Pick<Host, 'environment' | 'shell'>,
  timeoutMs?: number,
): Promise<Step> {
  const git = gitIn(project.directory, host, timeoutMs);
  const found = await findRepository(git);
  if ('failure' in found) return failed('No Git repository was made', FROM_START, found.failure);
  if (found.repository !== undefined) return alreadyIn(found.repository);
  const problem = await stageFiles(project, git);
  if (problem) return failed('The Git repository is not complete', FROM_START, problem);
  return (await commitObstacle(git)) ?? (await commitFiles(git));
}

function alreadyIn(repository: string): Step {
  const message = `The project is in the Git repository ${printable(repository)}: commit it there.`;
  return { id: 'git', outcome: 'skipped', message };
}

/** Makes the repository and stages the files; returns how the command that failed ended. */
async function stageFiles(project: Project, git: Git): Promise<CommandResult | undefined> {
  const files = batches(project.files.filter(isNoSecret));
  const executables = batches(project.executables ?? []);
  const commands = [
    ['init', '--quiet', '--template='],
    // Works with every git, where `init --initial-branch` needs 2.28.
    ['symbolic-ref', 'HEAD', 'refs/heads/main'],
    ...files.map((paths) => ['--literal-pathspecs', 'add', '--force', '--', ...paths]),
    // Said to git because some file systems, and core.fileMode=false, know no executable bit.
    ...executables.map((paths) => ['update-index', '--chmod=+x', '--', ...paths]),
  ];
  for (const command of commands) {
    const result = await git(command);
    if (result.exitCode !== 0) return result;
  }
  return undefined;
}

/** Why the commit is left to the user: who they are is unknown, or it must be signed, which may ask. */
async function commitObstacle(git: Git): Promise<Step | undefined> {
  const author = await git(['var', 'GIT_AUTHOR_IDENT']);
  const committer = await git(['var', 'GIT_COMMITTER_IDENT']);
  if (author.exitCode === FATAL || committer.exitCode === FATAL) {
    return failed(`${STAGED}: Git knows no name and e-mail of yours`, `${IDENTITY} && ${COMMIT}`);
  }
  const signing = await git(['config', '--type=bool', 'commit.gpgsign']);
  if (signing.stdout.trim() !== 'true') return undefined;
  return failed(`${STAGED}: commit.gpgsign wants it signed, which may need you`, COMMIT);
}

async function commitFiles(git: Git): Promise<Step> {
  const commit = await git(['commit', '--quiet', '--no-verify', '--message', MESSAGE]);
  if (commit.exitCode !== 0) return failed(STAGED, COMMIT, commit);
  return { id: 'git', outcome: 'done', message: 'Made a Git repository with a first commit.' };
}

function failed(what: string, repeat: string, result?: CommandResult): Step {
  const message = result ? `${what}: git ${endingText(result)}.` : `${what}.`;
  return failedStep('git', message, repeat, result);
}

function isNoSecret(path: string): boolean {
  return path.split('/').at(-1) !== '.env';
}

function batches(paths: readonly string[]): string[][] {
  const count = Math.ceil(paths.length / PATHS_AT_ONCE);
  return Array.from({ length: count }, (_, index) =>
    paths.slice(index * PATHS_AT_ONCE, (index + 1) * PATHS_AT_ONCE),
  );
}
