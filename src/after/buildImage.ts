import { join } from 'node:path';
import { commandText } from '../commandText.ts';
import type { Host } from '../host/host.ts';
import type { CommandResult } from '../host/shell.ts';
import { askEngine, engineProblem } from './askEngine.ts';
import { buildArguments } from './dockerCommands.ts';
import { endingText } from './endingText.ts';
import { gitIn } from './gitIn.ts';
import { imageTagProblem } from './imageTagProblem.ts';
import type { MadeProject } from './madeProject.ts';
import type { Step } from './step.ts';
import type { StepHost } from './stepHost.ts';

type Project = Pick<MadeProject, 'directory' | 'name' | 'image'>;
type BuildHost = StepHost & { readonly disk: Pick<Host['disk'], 'read'> };

const TIMEOUT_MS = 30 * 60_000;
const LEGACY_BUILDER = { DOCKER_BUILDKIT: '0' };

/** Builds the project's image and shows what the builder prints. */
export async function buildImage(
  project: Project,
  host: BuildHost,
  timeoutMs = TIMEOUT_MS,
): Promise<Step> {
  const tagProblem = imageTagProblem(project.image);
  if (tagProblem)
    return failed(project, `The image tag ${JSON.stringify(project.image)} ${tagProblem}.`);
  const progress = host.terminal.progress(`Building the image ${project.image}`);
  const step = await build(project, host, timeoutMs, progress.update);
  progress.end(step.message);
  return step;
}

async function build(
  project: Project,
  host: BuildHost,
  timeoutMs: number,
  onLine: (line: string) => void,
): Promise<Step> {
  const problem = await askEngine(project.directory, host, Math.min(timeoutMs, 20_000));
  if (problem) return failed(project, problem.message, problem.result);
  const shell = await host.shell();
  const facts = {
    revision: await revisionOf(project, host),
    declared: declaredArguments(project, host),
  };
  const args = buildArguments(project, facts);
  const options = { cwd: project.directory, environment: host.environment, timeoutMs, onLine };
  let result = await shell.run('docker', args, options);
  // The client was told to use BuildKit but can't; its own builder can do the same.
  const needsLegacy = lacksBuildx(result);
  if (needsLegacy) {
    const environment = { ...host.environment, ...LEGACY_BUILDER };
    result = await shell.run('docker', args, { ...options, environment });
  }
  if (result.exitCode !== 0) {
    const message =
      engineProblem(result) ?? `The image was not built: docker build ${endingText(result)}.`;
    return failed(project, message, result, needsLegacy ? LEGACY_BUILDER : {});
  }
  const message = `Built the image ${project.image}.`;
  return { id: 'docker-build', outcome: 'done', message, made: { image: project.image } };
}

function lacksBuildx(result: CommandResult): boolean {
  return result.exitCode !== 0 && /buildx component is missing/.test(result.lastLines.join('\n'));
}

/** The commit that the image is built from; marked when files differ from it, absent without one. */
async function revisionOf(project: Project, host: BuildHost): Promise<string | undefined> {
  const git = gitIn(project.directory, host);
  // Around a project there may be a repository that does not hold it.
  const recorded = await git(['rev-parse', '--verify', '--quiet', 'HEAD:./Dockerfile']);
  if (recorded.exitCode !== 0) return undefined;
  const described = await git(['describe', '--always', '--dirty', '--abbrev=40', '--exclude=*']);
  return described.exitCode === 0 ? described.stdout.trim() : undefined;
}

function declaredArguments(project: Project, host: BuildHost): ReadonlySet<string> {
  const dockerfile = host.disk.read(join(project.directory, 'Dockerfile')).toString('utf8');
  return new Set([...dockerfile.matchAll(/^ARG\s+(\w+)/gm)].map(([, name = '']) => name));
}

function failed(
  project: Project,
  message: string,
  result?: CommandResult,
  settings: Readonly<Record<string, string>> = {},
): Step {
  const assignments = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return {
    id: 'docker-build',
    outcome: 'failed',
    message,
    ...(result?.exitCode !== undefined && { exitCode: result.exitCode }),
    ...(result && { lastLines: result.lastLines }),
    repeat: commandText([...assignments, 'docker', 'build', '--tag', project.image, '.']),
  };
}
