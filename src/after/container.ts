import type { Docker } from './dockerIn.ts';

/** A container that we started, by its id or a filter that finds it. */
export interface Container {
  /** The port of this machine that it is published on. */
  port(inside: number): Promise<string | undefined>;
  /** Why it will never serve: it ended, or its own health check failed. */
  problem(): Promise<ContainerProblem | undefined>;
  lastLines(): Promise<readonly string[]>;
  /** Lets it finish its work, then removes it; works after Ctrl-C too. */
  remove(): Promise<boolean>;
}

/** How a container failed. */
export interface ContainerProblem {
  readonly message: string;
  readonly exitCode?: number;
}

const COMMAND_MS = 30_000;
const GRACE_S = 5;
const STATE =
  '{{.State.Running}} {{.State.ExitCode}} {{.State.OOMKilled}} {{if .State.Health}}{{.State.Health.Status}}{{end}}';

/** The container with an id, seen by the docker client. */
export function containerOf(id: string, docker: Docker): Container {
  const ask = { timeoutMs: COMMAND_MS };
  const cleanUp = { timeoutMs: COMMAND_MS, cleansUp: true };
  return {
    async port(inside) {
      const result = await docker(['port', id, `${inside}/tcp`], ask);
      return /^127\.0\.0\.1:(\d+)$/m.exec(result.stdout)?.[1];
    },
    async problem() {
      const result = await docker(['inspect', '--format', STATE, id], ask);
      return result.exitCode === 0 ? stateProblem(result.stdout.trim()) : undefined;
    },
    async lastLines() {
      return (await docker(['logs', '--tail', '20', id], cleanUp)).lastLines;
    },
    async remove() {
      await docker(['stop', '--time', String(GRACE_S), id], cleanUp);
      const result = await docker(['rm', '--force', '--volumes', id], cleanUp);
      return result.exitCode === 0;
    },
  };
}

/** Reads what STATE prints. */
function stateProblem(state: string): ContainerProblem | undefined {
  const [running, exitCode, outOfMemory, health] = state.split(' ');
  if (running === 'false') {
    const why = outOfMemory === 'true' ? ' because its memory was not enough' : '';
    return { message: `ended with exit code ${exitCode}${why}`, exitCode: Number(exitCode) };
  }
  return health === 'unhealthy' ? { message: 'is unhealthy by its own health check' } : undefined;
}
