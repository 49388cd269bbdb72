import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { printable } from '../errors.ts';
import { collectOutput } from './collectOutput.ts';

/** How a program that we started ended. */
export interface CommandResult {
  /** Undefined when it did not start or was ended by a signal. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  /** True when PATH holds no such program that may be run. */
  readonly missing: boolean;
  readonly timedOut: boolean;
  /** All of standard output, at most 1 MiB of it. */
  readonly stdout: string;
  /** The last 20 lines of both streams that are not blank, control bytes made visible. */
  readonly lastLines: readonly string[];
}

/** Where and how a program is run. */
export interface CommandOptions {
  readonly cwd: string;
  /** The whole environment of the child; the caller scrubs what must not reach it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
  /** Starts and runs on though a signal has ended the run: for cleaning up after it. */
  readonly cleansUp?: boolean;
  /** Called with each complete line of either stream, as it comes, control bytes made visible. */
  readonly onLine?: (line: string) => void;
}

/** Starts programs: argv arrays only, never a shell, stdin closed. */
export interface Shell {
  /**
   * Runs one program in a process group of its own and waits for it. Never throws for what the
   * program does. When the run is ended by a signal the group gets TERM, and KILL 5 s later, or at
   * once on a second signal; nothing starts after one. Nothing of the group outlives the program.
   */
  run(command: string, args: readonly string[], options: CommandOptions): Promise<CommandResult>;
}

type Variables = CommandOptions['environment'];

/** The part of the host's signals that a shell needs. */
interface Interruptions {
  readonly received: string | undefined;
  listen(listener: () => void): () => void;
}

const POSIX = process.platform !== 'win32';
const KILL_AFTER_MS = 5_000;
/** How long the output of a program that has ended may take to arrive. */
const DRAIN_MS = 1_000;

/** Starts programs with execa. A child whose environment names no PATH is looked up on this one's. */
export function createShell(environment: Variables, signals: Interruptions): Shell {
  return {
    run: (command, args, options) => {
      const variables = { PATH: environment.PATH, ...options.environment };
      return runProgram(command, args, { ...options, environment: variables }, signals);
    },
  };
}

async function runProgram(
  command: string,
  args: readonly string[],
  options: CommandOptions,
  signals: Interruptions,
): Promise<CommandResult> {
  if (signals.received !== undefined && !options.cleansUp) return notStarted(signals.received);
  const subprocess = execa(command, args, {
    cwd: options.cwd,
    env: options.environment,
    extendEnv: false,
    stdin: 'ignore',
    buffer: false,
    reject: false,
    // A group of its own: a signal reaches the grandchildren, and nothing can ask on our terminal.
    detached: POSIX,
  });
  const { pid, stdout, stderr } = subprocess;
  if (pid === undefined) return notFound(command, options.cwd, await subprocess);

  const output = collectOutput(options.onLine);
  stdout.on('data', output.stdout);
  stderr.on('data', output.stderr);
  const closed = Promise.all([once(stdout, 'close'), once(stderr, 'close')]);
  const group = guardGroup(pid, options, signals);
  const [exitCode, signal] = await once(subprocess, 'exit');
  await Promise.race([closed, delay(DRAIN_MS, undefined, { ref: false })]);
  await group.finish();
  // A descendant that left the group may still hold the pipes: it is not waited for.
  stdout.destroy();
  stderr.destroy();
  await subprocess;
  return {
    exitCode: exitCode ?? undefined,
    signal: signal ?? undefined,
    missing: false,
    timedOut: group.timedOut(),
    ...output.result(),
  };
}

function notStarted(signal: string | undefined, ...lastLines: string[]): CommandResult {
  const nothing = { exitCode: undefined, missing: false, timedOut: false, stdout: '' };
  return { ...nothing, signal, lastLines: lastLines.map(printable) };
}

function notFound(
  command: string,
  cwd: string,
  failure: { readonly code?: string | undefined; readonly originalMessage?: string | undefined },
): CommandResult {
  // The same codes stand for a program and for a working directory that can't be used.
  const usable = isUsable(cwd);
  const about = usable ? command : `${command} in ${cwd}`;
  const reason = failure.originalMessage ?? failure.code ?? 'for an unknown reason';
  const result = notStarted(undefined, `${about} could not be started: ${reason}`);
  return { ...result, missing: usable && ['ENOENT', 'EACCES'].includes(failure.code ?? '') };
}

function isUsable(directory: string): boolean {
  try {
    accessSync(directory, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Ends a process group: when a signal or the time limit comes, and what is left of it at the end. */
function guardGroup(pid: number, options: CommandOptions, signals: Interruptions) {
  const { timeoutMs, cleansUp = false } = options;
  let ending: Promise<void> | undefined;
  let timedOut = false;
  const kill = () => signalGroup(pid, 'SIGKILL');
  const end = () => {
    // The second time at once: our own process may be about to end.
    if (ending !== undefined) kill();
    ending ??= endGroup(pid);
  };
  const onTimeout = () => {
    timedOut = true;
    end();
  };
  const stopListening = cleansUp ? () => undefined : signals.listen(end);
  const timer = timeoutMs === undefined ? undefined : setTimeout(onTimeout, timeoutMs);
  process.once('exit', kill);

  const finish = async () => {
    clearTimeout(timer);
    if (ending === undefined && signalGroup(pid, 0)) end();
    await ending;
    stopListening();
    process.off('exit', kill);
  };
  return { finish, timedOut: () => timedOut };
}

async function endGroup(pid: number): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const deadline = Date.now() + KILL_AFTER_MS;
  while (Date.now() < deadline) {
    if (!signalGroup(pid, 0)) return;
    await delay(25);
  }
  signalGroup(pid, 'SIGKILL');
}

/** Signals the group; 0 only asks. False when nothing of it is left. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(POSIX ? -pid : pid, signal);
  } catch {
    return false;
  }
}
