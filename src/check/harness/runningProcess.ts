import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { OutputLines } from './outputLines.ts';
import { type ProcessRow, processesOf, type RunIdentity } from './processTable.ts';
import { timeLimit } from './timeLimit.ts';
import { waitFor } from './waitFor.ts';

/** How a process ended. */
export interface Exit {
  /** Exit code, null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** When, in ms since the start. */
  readonly atMs: number;
}

/** How long the pipes of a process that has ended may still deliver, in ms. */
const FLUSH_MS = 500;

/** How long killed processes may take to be gone, in ms: a busy machine takes its time. */
const GONE_MS = 30_000;

const alive = new Set<RunningProcess>();
process.once('exit', () => {
  for (const running of alive) running.killNow();
});

/** A process under examination, with all that belongs to it. Made by `startProcess`. */
export class RunningProcess {
  readonly stdout: OutputLines;
  readonly stderr: OutputLines;
  /** The pid of the app itself on this machine, also when it is PID 1 inside a namespace. */
  appPid: number;
  exit: Exit | undefined;
  private closed = false;
  private readonly startedAt = performance.now();

  constructor(
    child: ChildProcess,
    readonly label: string,
    private identity: RunIdentity,
  ) {
    this.appPid = identity.session;
    this.stdout = new OutputLines(child.stdout as Readable, () => this.now());
    this.stderr = new OutputLines(child.stderr as Readable, () => this.now());
    child.on('exit', (code, signal) => {
      this.exit = { code, signal, atMs: this.now() };
    });
    child.on('close', () => {
      this.closed = true;
    });
    alive.add(this);
  }

  /** Ms since the start. */
  now(): number {
    return performance.now() - this.startedAt;
  }

  /** Tells which process of the run is the app, and which namespace is its own. */
  adopt(appPid: number, namespace: string | undefined): void {
    this.appPid = appPid;
    this.identity = { ...this.identity, namespace };
  }

  /** Sends a signal to the app itself; gives the time, in ms since the start. A process gone is no error. */
  signal(signal: NodeJS.Signals): number {
    const at = this.now();
    if (this.exit === undefined) sendSignal(this.appPid, signal);
    return at;
  }

  /** The same with SIGINT as a terminal sends it at Ctrl-C: to all processes of the group. */
  interrupt(): number {
    const at = this.now();
    if (this.exit === undefined) sendSignal(-this.identity.session, 'SIGINT');
    return at;
  }

  /** Waits for the end and for the rest of the output. Throws after `limitMs`. */
  async waitForExit(limitMs: number): Promise<Exit> {
    const exit = await waitFor(`${this.label} to end`, () => this.exit, {
      limitMs,
      everyMs: 2,
      evidence: () => this.evidence(),
    });
    const flushed = performance.now() + timeLimit(FLUSH_MS);
    while (!this.closed && performance.now() < flushed) await pause(2);
    return exit;
  }

  /** The living processes of this run. */
  processes(): ProcessRow[] {
    return processesOf(this.identity);
  }

  /** What still lives after the app has ended; processes get a moment to be seen as dead. */
  async survivors(): Promise<ProcessRow[]> {
    const end = performance.now() + timeLimit(FLUSH_MS);
    let left = this.processes();
    while (left.length > 0 && performance.now() < end) {
      await pause(20);
      left = this.processes();
    }
    return left;
  }

  /** The last lines of both streams, for messages. */
  evidence(count = 20): string {
    const out = this.stdout.last(count).map((line) => `  stdout: ${line}`);
    const error = this.stderr.last(count).map((line) => `  stderr: ${line}`);
    return [...out, ...error].join('\n');
  }

  /** Ends everything of this run and waits until it is gone. Safe to call twice. */
  async kill(): Promise<void> {
    this.killNow();
    await waitFor(`the processes of ${this.label} to be gone`, () => this.isGone(), {
      limitMs: GONE_MS,
    });
    alive.delete(this);
  }

  /** Sends SIGKILL to everything of this run without waiting. */
  killNow(): void {
    // Once it has ended, its number may be another process's.
    if (this.exit === undefined) sendSignal(this.identity.session, 'SIGKILL');
    for (const row of this.processes()) sendSignal(row.pid, 'SIGKILL');
  }

  private isGone(): boolean {
    const left = this.processes();
    for (const row of left) sendSignal(row.pid, 'SIGKILL');
    return left.length === 0 && this.exit !== undefined;
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
