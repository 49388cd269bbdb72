import type { ExaminedApp } from '../app/examinedApp.ts';
import { answersAt } from '../app/readiness.ts';
import { docker } from '../harness/docker.ts';
import { freePort } from '../harness/freePort.ts';
import { waitFor } from '../harness/waitFor.ts';
import { NotChecked } from '../verdict.ts';
import { imageId } from './builtImage.ts';

/** How a production container runs: nothing to write on, no privilege, no root, no swarm of processes. */
export const HARDENED: readonly string[] =
  '--read-only --tmpfs /tmp --cap-drop ALL --user 10001:10001 --security-opt no-new-privileges --pids-limit 200'.split(
    ' ',
  );

/** A container of the app's image. */
export interface RunningContainer {
  readonly id: string;
  /** On this machine. */
  readonly port: number;
}

export interface ContainerState {
  readonly running: boolean;
  readonly exitCode: number;
}

const DOCKER_MS = 60_000;
const READY_MS = 30_000;

/**
 * Runs a hardened container of the image, gives it to `use`, and removes it in any case. Without
 * backing services its port is published; with some it shares this machine's network, to reach them.
 * @throws NotChecked when there is no image
 */
export async function withContainer<Result>(
  app: ExaminedApp,
  label: string,
  use: (container: RunningContainer) => Promise<Result>,
): Promise<Result> {
  const image = await imageId(app);
  const port = await freePort();
  const network =
    app.resources.length > 0 ? ['--network', 'host'] : ['--publish', `${port}:${port}`];
  const { PATH, HOME, TMPDIR, ...environment } = app.environment(port);
  const variables = Object.entries(environment).flatMap(([name, value]) => [
    '--env',
    `${name}=${value}`,
  ]);
  const args = ['run', '--detach', ...HARDENED, ...network, ...variables, image];
  const started = await docker(args, { limitMs: DOCKER_MS });
  const id = started.stdout.trim();
  const remove = () => docker(['rm', '--force', '--volumes', id], { limitMs: DOCKER_MS });
  if (id !== '') app.atEnd(remove);
  app.note(label, 'container started');
  try {
    if (started.code !== 0) throw new NotChecked(`docker run failed: ${started.stderr.trim()}`);
    return await use({ id, port });
  } finally {
    app.note(label, 'container removed');
    await remove();
  }
}

/** Whether the container answers in time. */
export async function isAnswering(app: ExaminedApp, container: RunningContainer): Promise<boolean> {
  const answering = async () =>
    (await answersAt(app, container.port)) || !(await stateOf(container)).running;
  await waitFor('the container to answer', answering, { limitMs: READY_MS, everyMs: 100 }).catch(
    () => undefined,
  );
  return answersAt(app, container.port);
}

export async function stateOf({ id }: RunningContainer): Promise<ContainerState> {
  const format = '{{.State.Running}} {{.State.ExitCode}}';
  const { stdout } = await docker(['inspect', '--format', format, id], { limitMs: DOCKER_MS });
  const [running, exitCode] = stdout.trim().split(' ');
  return { running: running === 'true', exitCode: Number(exitCode) };
}

/** The last lines that the container printed. */
export async function logsOf({ id }: RunningContainer, count = 10): Promise<string> {
  const { stdout, stderr } = await docker(['logs', '--tail', String(count), id], {
    limitMs: DOCKER_MS,
  });
  return `${stdout}${stderr}`.trim();
}
