import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { asPid1, type Isolation } from './isolation.ts';
import { childrenOf, pidNamespaceOf, programOf, startTimeOf } from './processTable.ts';
import { RunningProcess } from './runningProcess.ts';
import type { Environment } from './validEnvironment.ts';
import { waitFor } from './waitFor.ts';

/** `plain` is an ordinary process, `pid1` the first process of a PID namespace, as in a container. */
export type Mode = 'plain' | 'pid1';

export interface StartOptions {
  readonly argv: readonly string[];
  readonly directory: string;
  /** The whole environment; argv[0] is looked up in its PATH. */
  readonly environment: Environment;
  readonly mode: Mode;
  /** Further isolation, such as a read-only root. */
  readonly isolation?: Isolation;
  /** Name for messages; default is the command. */
  readonly label?: string;
}

/** The one variable that the harness adds: it tells the processes of a run from all others. */
const RUN_VARIABLE = 'CHECK_RUN_ID';

/**
 * Starts a command in a session of its own, with stdin null and both outputs as pipes, and gives it
 * back as soon as the app's own program runs. Throws when it can't be started or isolated.
 */
export async function startProcess(options: StartOptions): Promise<RunningProcess> {
  const words = [...prefixOf(options), ...options.argv];
  const [program = '', ...rest] = words;
  const run = randomUUID();
  const child = spawn(program, rest, {
    cwd: options.directory,
    env: { ...options.environment, [RUN_VARIABLE]: run },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const failed = new Promise<Error>((resolve) => child.once('error', resolve));
  if (child.pid === undefined) throw await failed;
  const running = new RunningProcess(child, options.label ?? options.argv.join(' '), {
    session: child.pid,
    startedAt: startTimeOf(child.pid),
    marker: `${RUN_VARIABLE}=${run}`,
    namespace: undefined,
  });
  try {
    if (options.mode === 'pid1') await adoptPid1(running, child.pid);
  } catch (error) {
    await running.kill();
    throw error;
  }
  return running;
}

/** Starts a process, gives it to `use`, and ends all of it whatever `use` does. */
export async function withProcess<Result>(
  options: StartOptions,
  use: (running: RunningProcess) => Promise<Result>,
): Promise<Result> {
  const running = await startProcess(options);
  try {
    return await use(running);
  } finally {
    await running.kill();
  }
}

function prefixOf(options: StartOptions): readonly string[] {
  const parts = [options.isolation, options.mode === 'pid1' ? asPid1() : undefined];
  return parts.flatMap((isolation) => {
    if (isolation?.possible === false) throw new Error(isolation.reason);
    return isolation?.prefix ?? [];
  });
}

/** The outer process makes the namespace and forks; its child is PID 1 inside, and the app once it has exec'ed. */
async function adoptPid1(running: RunningProcess, outer: number): Promise<void> {
  const found = await waitFor(
    `${running.label} to start as PID 1`,
    () => (running.exit === undefined ? findPid1(outer) : 'ended'),
    { limitMs: 5_000, everyMs: 1, evidence: () => running.evidence() },
  );
  if (found === 'ended') return;
  const namespace = pidNamespaceOf(found);
  if (namespace === pidNamespaceOf(process.pid))
    throw new Error('PID 1 is not in a namespace of its own');
  running.adopt(found, namespace);
}

function findPid1(outer: number): number | undefined {
  const [child] = childrenOf(outer);
  if (child === undefined) return undefined;
  const program = programOf(child);
  return program === undefined || program === programOf(outer) ? undefined : child;
}
