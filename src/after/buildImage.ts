import { commandText } from '../commandText.ts';
import type { CommandResult } from '../host/shell.ts';
import { askEngine, engineProblem } from './askEngine.ts';
import { buildArguments } from './dockerCommands.ts';
import { dockerIn } from './dockerIn.ts';
import { endingText } from './endingText.ts';
import { failedStep } from './failedStep.ts';
import { gitIn } from './gitIn.ts';
import { imageTagProblem } from './imageTagProblem.ts';
import type { MadeProject } from './madeProject.ts';
import type { Step } from './step.ts';
import type { StepHost } from './stepHost.ts';

type Project = Pick<MadeProject, 'directory' | 'name' | 'image'>;

const TIMEOUT_MS = 30 * 60_000;
const LEGACY_BUILDER = { DOCKER_BUILDKIT: '0' };

/** Builds the project's image and shows what the builder prints. */
export async function buildImage(
  project: Project,
  host: StepHost,
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
  host: StepHost,
  timeoutMs: number,
  onLine: (line: string) => void,
): Promise<Step> {
  const docker = dockerIn(project.directory, host);
  const problem = await askEngine(docker, Math.min(timeoutMs, 20_000));
  if (problem) return failed(project, problem.message, problem.result);
  const args = buildArguments(project, await revisionOf(project, host));
  let result = await docker(args, { timeoutMs, onLine });
  // The client was told to use BuildKit but can't; its own builder can do the same.
  const needsLegacy = lacksBuildx(result);
  if (needsLegacy) result = await docker(args, { timeoutMs, onLine, variables: LEGACY_BUILDER });
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
async function revisionOf(project: Project, host: StepHost): Promise<string | undefined> {
  const git = gitIn(project.directory, host);
  // Around a project there may be a repository that does not hold it.
  const recorded = await git(['rev-parse', '--verify', '--quiet', 'HEAD:./Dockerfile']);
  if (recorded.exitCode !== 0) return undefined;
  const described = await git(['describe', '--always', '--dirty', '--abbrev=40', '--exclude=*']);
  return described.exitCode === 0 ? described.stdout.trim() : undefined;
}

function failed(
  project: Project,
  message: string,
  result?: CommandResult,
  settings: Readonly<Record<string, string>> = {},
): Step {
  const assignments = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const repeat = commandText([...assignments, 'docker', 'build', '--tag', project.image, '.']);
  return failedStep('docker-build', message, repeat, result);
}
