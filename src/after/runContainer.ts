import { randomUUID } from 'node:crypto';
import { commandText } from '../commandText.ts';
import type { CommandResult } from '../host/shell.ts';
import { askEngine, engineProblem } from './askEngine.ts';
import { awaitLive } from './awaitLive.ts';
import { type Container, type ContainerProblem, containerOf } from './container.ts';
import { runArguments } from './dockerCommands.ts';
import { type Docker, dockerIn } from './dockerIn.ts';
import { endingText } from './endingText.ts';
import { type Ending, failedStep } from './failedStep.ts';
import type { MadeProject } from './madeProject.ts';
import type { Step } from './step.ts';
import type { StepHost } from './stepHost.ts';

type Project = Pick<
  MadeProject,
  'directory' | 'name' | 'image' | 'port' | 'memory' | 'environment' | 'services'
>;

/** How long things may take. */
interface RunLimits {
  readonly startMs: number;
  readonly liveMs: number;
}

const LIMITS: RunLimits = { startMs: 60_000, liveMs: 60_000 };
const NAMES_TRIED = 5;
const LABEL = 'create-twelve-factor.run';

/** Runs one instance of the project's image in the hardened form and waits until it serves. */
export async function runContainer(
  project: Project,
  host: StepHost,
  limits = LIMITS,
): Promise<Step> {
  if (project.services.length > 0) {
    const services = project.services.join(', ');
    const message = `One container is not enough: the app needs ${services}, which compose starts with it.`;
    return failedStep('docker-run', message, 'docker compose up --build');
  }
  const progress = host.terminal.progress(`Starting a container of ${project.image}`);
  const step = await run(project, host, limits);
  progress.end(step.message);
  return step;
}

async function run(project: Project, host: StepHost, limits: RunLimits): Promise<Step> {
  const docker = dockerIn(project.directory, host);
  const engine = await askEngine(docker);
  if (engine) return failed(project, engine.message, engine.result);
  const label = `${LABEL}=${randomUUID()}`;
  const { name, result } = await start(project, label, docker, limits);
  const id = result.stdout.trim();
  if (result.exitCode !== 0 || id === '') {
    await removeLabelled(label, docker);
    return failed(project, startProblem(project, result), result);
  }
  const container = containerOf(id, docker);
  const port = await container.port(project.port);
  const url = `http://127.0.0.1:${port}`;
  // One that has ended already has no port.
  const problem =
    port === undefined
      ? ((await problemOf(container, host)) ?? { message: 'has no port of this machine' })
      : await awaitService(container, url, host, limits);
  if (problem) return giveUp(project, container, name, problem);
  const stop = `docker stop ${name} && docker rm ${name}`;
  const message = `The app answers at ${url} (container ${name}). To stop it: ${stop}`;
  return { id: 'docker-run', outcome: 'done', message, made: { url, container: name, stop } };
}

/** Starts the container under the first name that is free. */
async function start(project: Project, label: string, docker: Docker, limits: RunLimits) {
  for (let attempt = 1; ; attempt += 1) {
    const name = attempt === 1 ? `${project.name}-dev` : `${project.name}-dev-${attempt}`;
    const as = ['--detach', '--pull', 'never', '--name', name, '--label', label];
    // The engine picks a free port: asking for one ourselves would be a race.
    const args = runArguments({
      ...project,
      as: [...as, '--publish', `127.0.0.1::${project.port}`],
    });
    const result = await docker(args, { timeoutMs: limits.startMs });
    if (!isNameTaken(result) || attempt === NAMES_TRIED) return { name, result };
  }
}

function isNameTaken(result: CommandResult): boolean {
  return result.exitCode !== 0 && /name .* is already in use/.test(result.lastLines.join('\n'));
}

function startProblem(project: Project, result: CommandResult): string {
  if (isNameTaken(result)) {
    const names = `${project.name}-dev to ${project.name}-dev-${NAMES_TRIED}`;
    return `The names ${names} are taken by other containers: remove one with docker rm.`;
  }
  const missing = /No such image/i.test(result.lastLines.join('\n'));
  if (missing) return `There is no image ${project.image}: build it first with docker build.`;
  return engineProblem(result) ?? `No container was started: docker run ${endingText(result)}.`;
}

async function awaitService(
  container: Container,
  url: string,
  host: StepHost,
  limits: RunLimits,
): Promise<ContainerProblem | undefined> {
  let problem: ContainerProblem | undefined;
  const isHopeless = async () => {
    problem = await problemOf(container, host);
    return problem?.message;
  };
  const message = await awaitLive(url, { limitMs: limits.liveMs, isHopeless });
  return message === undefined ? undefined : { ...problem, message };
}

async function problemOf(
  container: Container,
  host: StepHost,
): Promise<ContainerProblem | undefined> {
  const problem = await container.problem();
  const { received } = host.signals;
  return received ? { message: `was stopped on ${received}` } : problem;
}

async function giveUp(
  project: Project,
  container: Container,
  name: string,
  problem: ContainerProblem,
): Promise<Step> {
  const lastLines = await container.lastLines();
  const removed = await container.remove();
  const rest = removed ? 'it was removed' : `remove it with docker rm --force ${name}`;
  return failed(project, `The container ${name} ${problem.message}; ${rest}.`, {
    ...problem,
    lastLines,
  });
}

/** A docker run that was interrupted may have made a container without telling its id. */
async function removeLabelled(label: string, docker: Docker): Promise<void> {
  const args = ['ps', '--all', '--quiet', '--filter', `label=${label}`];
  const found = await docker(args, { timeoutMs: 30_000, cleansUp: true });
  for (const id of found.stdout.split('\n').filter((line) => /^[0-9a-f]+$/.test(line))) {
    await containerOf(id, docker).remove();
  }
}

function failed(project: Project, message: string, ending?: Ending): Step {
  const as = ['--rm', '--publish', `127.0.0.1:${project.port}:${project.port}`];
  const repeat = commandText(['docker', ...runArguments({ ...project, as })]);
  return failedStep('docker-run', message, repeat, ending);
}
