import type { CommandResult } from '../host/shell.ts';
import type { Docker } from './dockerIn.ts';

/** Why the Docker engine is of no use now. */
export interface EngineProblem {
  /** One sentence, with what to do. */
  readonly message: string;
  readonly result: CommandResult;
}

/** Asks the engine for its version before any work is given to it. */
export async function askEngine(
  docker: Docker,
  timeoutMs = 20_000,
): Promise<EngineProblem | undefined> {
  const result = await docker(['version', '--format', '{{.Server.Version}}'], { timeoutMs });
  if (result.exitCode === 0) return undefined;
  if (result.timedOut) return { message: SILENT, result };
  if (result.signal !== undefined) return { message: 'Docker was stopped.', result };
  return { message: engineProblem(result) ?? UNREACHABLE, result };
}

const MISSING = 'Docker was not found on PATH: install it and try again.';
const SILENT = 'The Docker engine does not answer: restart Docker and try again.';
const DENIED =
  'You may not use the Docker engine: join the group "docker" or use rootless Docker, and try again.';
const UNREACHABLE =
  'The Docker engine cannot be reached: start Docker (and check DOCKER_HOST, if you set it), and try again.';
const FULL =
  'The disk of the Docker engine is full: make room (docker system prune), and try again.';

/** What is wrong with the engine, if that is why a docker command failed. */
export function engineProblem(result: CommandResult): string | undefined {
  if (result.missing) return MISSING;
  if (result.timedOut) return undefined;
  const words = result.lastLines.join('\n');
  if (/permission denied.*(?:docker daemon|docker\.sock|docker API)/i.test(words)) return DENIED;
  if (/no space left on device/i.test(words)) return FULL;
  if (
    /cannot connect to the docker daemon|failed to connect to the docker API|error during connect/i.test(
      words,
    )
  ) {
    return UNREACHABLE;
  }
  return undefined;
}
