import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One living process, as /proc tells it. Zombies are dead: they are never listed. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  /** When it started, in the kernel's ticks. */
  readonly startedAt: number;
  readonly command: string;
}

/** Where they stand among the fields that follow the command. */
const USER_TIME = 11;
const SYSTEM_TIME = 12;
const START_TIME = 19;
/** The kernel's tick, in ms: a constant of what it tells programs. */
const TICK_MS = 10;

/** What the processes of one run have in common. */
export interface RunIdentity {
  /** Session id: the pid of the process that was started. */
  readonly session: number;
  /** When the session started, in the kernel's ticks: nothing older belongs to it. */
  readonly startedAt: number;
  /** An entry of the environment that only this run has; it follows even a daemon. */
  readonly marker: string;
  /** The PID namespace, as /proc/PID/ns/pid names it, when the run has its own; never ours. */
  readonly namespace: string | undefined;
}

/** All living processes that this user may see. */
export function readProcessTable(): ProcessRow[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readRow(Number(name)) ?? []);
}

/** The living processes of a run: of its session, its namespace, or with its marker. */
export function processesOf(run: RunIdentity): ProcessRow[] {
  return readProcessTable().filter(
    (row) =>
      row.startedAt >= run.startedAt && (row.session === run.session || isOfRun(row.pid, run)),
  );
}

function isOfRun(pid: number, run: RunIdentity): boolean {
  return (
    (run.namespace !== undefined && pidNamespaceOf(pid) === run.namespace) ||
    environmentOf(pid).includes(run.marker)
  );
}

/** When a process that was not yet waited for started, in the kernel's ticks; 0 when it is gone. */
export function startTimeOf(pid: number): number {
  return Number(readStat(pid)?.fields[START_TIME] ?? 0);
}

/** The living children of a process. */
export function childrenOf(pid: number): number[] {
  const listed = readText(`/proc/${pid}/task/${pid}/children`);
  if (listed !== undefined) return listed.split(' ').filter(Boolean).map(Number);
  return readProcessTable()
    .filter((row) => row.parent === pid)
    .map((row) => row.pid);
}

/** The living children of all threads of a process, where the kernel lists them; empty when it is gone. */
export function childrenOfThreads(pid: number): number[] {
  return entriesOf(`/proc/${pid}/task`).flatMap((thread) =>
    (readText(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').filter(Boolean).map(Number),
  );
}

/** The name of a process's PID namespace, or undefined when it is gone or not ours to see. */
export function pidNamespaceOf(pid: number): string | undefined {
  return readLink(`/proc/${pid}/ns/pid`);
}

/** The program file of a process, or undefined when it is gone or not ours to see. */
export function programOf(pid: number): string | undefined {
  return readLink(`/proc/${pid}/exe`);
}

/** The environment that a process was started with, as `NAME=value` entries; empty when unreadable. */
export function environmentOf(pid: number): string[] {
  return (readText(`/proc/${pid}/environ`) ?? '').split('\0');
}

/** The command line of a process; empty when it is gone. */
export function argvOf(pid: number): string[] {
  return (readText(`/proc/${pid}/cmdline`) ?? '').split('\0').slice(0, -1);
}

/** How much processor time a process has used, in ms; 0 when it is gone. */
export function processorMs(pid: number): number {
  const { fields = [] } = readStat(pid) ?? {};
  return TICK_MS * (Number(fields[USER_TIME] ?? 0) + Number(fields[SYSTEM_TIME] ?? 0));
}

/**
 * How long a process was able to run and had to wait for a processor, in ms: its time without that
 * does not depend on how busy the machine is. 0 when it is gone, or the kernel does not tell.
 */
export function queuedMs(pid: number): number {
  const [, nanoseconds = '0'] = (readText(`/proc/${pid}/schedstat`) ?? '').split(' ');
  return Number(nanoseconds) / 1e6;
}

/** Resident memory of a process in bytes, 0 when it is gone. */
export function residentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readText(`/proc/${pid}/status`) ?? '') ?? [];
  return Number(kilobytes ?? 0) * 1024;
}

function readRow(pid: number): ProcessRow | undefined {
  const stat = readStat(pid);
  if (stat === undefined) return undefined;
  const [state, parent, , session] = stat.fields;
  if (state === 'Z' || state === 'X') return undefined;
  const startedAt = Number(stat.fields[START_TIME]);
  return {
    pid,
    parent: Number(parent),
    session: Number(session),
    startedAt,
    command: stat.command,
  };
}

/** The command, which is in parentheses and may itself hold blanks and parentheses, and what follows it. */
function readStat(pid: number): { command: string; fields: string[] } | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const end = stat.lastIndexOf(')');
  return {
    command: stat.slice(stat.indexOf('(') + 1, end),
    fields: stat.slice(end + 2).split(' '),
  };
}

function entriesOf(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
