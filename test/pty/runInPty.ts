import { spawnSync } from 'node:child_process';
import { pythonSession } from './pythonSession.ts';
import { scriptSession } from './scriptSession.ts';
import type { Ending, Session, StartSession } from './session.ts';
import { tmuxSession } from './tmuxSession.ts';

/** One thing to do once what was printed since the last step matches `when`, colours aside. */
export interface Step {
  readonly when: string | RegExp;
  /** How long to wait then, where nothing on the screen tells that it is time. */
  readonly afterMs?: number;
  /** Keys to press. */
  readonly send?: string;
  /** A new size of the terminal: columns, rows. */
  readonly resize?: readonly [number, number];
  /** A signal for the command, as `kill` would send it. */
  readonly signal?: NodeJS.Signals;
  /** Closes the terminal, as a lost connection does. */
  readonly hangUp?: true;
}

/** What to run in a pseudo-terminal. */
export interface PtyRun {
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly columns?: number;
  readonly rows?: number;
  readonly steps?: readonly Step[];
  /** After so long all of it is killed. */
  readonly timeoutMs?: number;
  readonly backend?: Backend;
}

/** How it went. */
export interface PtyResult extends Ending {
  /** Everything that was printed, escape sequences included. */
  readonly output: string;
  /** The same without them. */
  readonly text: string;
  readonly timedOut: boolean;
  /** How many steps were reached. */
  readonly stepsDone: number;
  readonly cursorVisible: boolean;
}

const STARTERS: Readonly<Record<string, StartSession>> = {
  python: pythonSession,
  script: scriptSession,
  tmux: tmuxSession,
};

/** What a pseudo-terminal can be made with, without native modules. */
export type Backend = 'python' | 'script' | 'tmux';

/** Those that this machine has, the most able first. */
export const availableBackends: readonly Backend[] = [
  ...(succeeds('python3', ['-c', 'import pty, termios']) ? ['python' as const] : []),
  ...(succeeds('script', ['-qec', 'true', '/dev/null']) ? ['script' as const] : []),
  ...(succeeds('tmux', ['-V']) ? ['tmux' as const] : []),
];

/** Why tests on a terminal are left out, if they are; on CI they fail in place of being left out. */
export const needsPty = {
  isMissing: availableBackends.length === 0 && !process.env.CI,
  reason: availableBackends.length === 0 ? ' (no python3, script or tmux to make one with)' : '',
} as const;

/** Runs a command in a real pseudo-terminal, presses keys when the screen asks for them. */
export async function runInPty(run: PtyRun): Promise<PtyResult> {
  const backend = run.backend ?? availableBackends[0];
  const start = STARTERS[backend ?? ''];
  if (start === undefined) throw new Error('No python3, script or tmux to make a terminal with');
  const session = start({
    command: run.command,
    environment: { ...process.env, CI: undefined, TERM: 'xterm-256color', ...run.environment },
    columns: run.columns ?? 80,
    rows: run.rows ?? 24,
  });
  let timedOut = false;
  const watchdog = setTimeout(() => {
    timedOut = true;
    session.kill();
  }, run.timeoutMs ?? 10_000);
  const script = followScript(session, run.steps ?? []);
  try {
    const ending = await session.ended;
    script.stop();
    const output = session.output();
    return {
      ...ending,
      output,
      text: withoutEscapes(output),
      timedOut,
      stepsDone: script.done,
      cursorVisible: showsCursor(output),
    };
  } finally {
    clearTimeout(watchdog);
  }
}

const LOOK_MS = 10;

function followScript(session: Session, steps: readonly Step[]): { done: number; stop(): void } {
  let seen = 0;
  const script = { done: 0, stop: () => clearInterval(timer) };
  const look = () => {
    const step = steps[script.done];
    const fresh = withoutEscapes(session.output().slice(seen));
    if (step === undefined || !asPattern(step.when).test(fresh)) return;
    seen = session.output().length;
    script.done += 1;
    setTimeout(() => perform(session, step), step.afterMs ?? 0);
  };
  const timer = setInterval(look, LOOK_MS);
  return script;
}

function perform(session: Session, step: Step): void {
  if (step.resize !== undefined) session.resize(...step.resize);
  if (step.send !== undefined) session.send(step.send);
  if (step.signal !== undefined) session.signal(step.signal);
  if (step.hangUp) session.hangUp();
}

function asPattern(when: string | RegExp): RegExp {
  return typeof when === 'string' ? new RegExp(when.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')) : when;
}

function withoutEscapes(output: string): string {
  return output.replace(/\u001b\[[\d;?]*[A-Za-z]/g, '');
}

function showsCursor(output: string): boolean {
  return output.lastIndexOf('\u001b[?25h') >= output.lastIndexOf('\u001b[?25l');
}

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 5000 }).status === 0;
}
