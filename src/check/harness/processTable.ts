import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One living process, as /proc tells it. Zombies are dead: they are never listed. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  readonly command: string;
}

/** What the processes of one run have in common. */
export interface RunIdentity {
  /** Session id: the pid of the process that was started. */
  readonly session: number;
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
      row.session === run.session ||
      (run.namespace !== undefined && pidNamespaceOf(row.pid) === run.namespace) ||
      environmentOf(row.pid).includes(run.marker),
  );
}

/** The living children of a process. */
export function childrenOf(pid: number): number[] {
  const listed = readText(`/proc/${pid}/task/${pid}/children`);
  if (listed !== undefined) return listed.split(' ').filter(Boolean).map(Number);
  return readProcessTable()
    .filter((row) => row.parent === pid)
    .map((row) => row.pid);
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

/** Resident memory of a process in bytes, 0 when it is gone. */
export function residentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readText(`/proc/${pid}/status`) ?? '') ?? [];
  return Number(kilobytes ?? 0) * 1024;
}

function readRow(pid: number): ProcessRow | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The command is in parentheses and may itself hold blanks and parentheses.
  const command = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  const [state, parent, , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return undefined;
  return { pid, parent: Number(parent), session: Number(session), command };
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
