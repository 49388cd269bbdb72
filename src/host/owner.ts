import { readFileSync, readlinkSync } from 'node:fs';

/**
 * A process, told apart from a later one with the same number by the time it started, and from one
 * of another container by the namespace that the number is of.
 */
export interface Owner {
  readonly pid: number;
  /** Clock ticks since the machine started; 0 where the system does not tell. */
  readonly started: number;
  /** The inode of the namespace of process numbers; 0 where the system does not tell. */
  readonly namespace: number;
}

interface ProcessFacts {
  readonly ended: boolean;
  readonly started: number;
}

/** What Linux tells of a process; undefined elsewhere, or when there is none. */
function processFacts(pid: number | 'self'): ProcessFacts | undefined {
  let line: string;
  try {
    line = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The program's name is in parentheses and may hold spaces and parentheses itself.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return { ended: /^[ZX]$/.test(fields[0] ?? ''), started: Number(fields[19] ?? 0) };
}

function ownNamespace(): number {
  try {
    return Number(/\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? 0);
  } catch {
    return 0;
  }
}

let own: Owner | undefined;

/** This process. */
export function thisProcess(): Owner {
  own ??= {
    pid: process.pid,
    started: processFacts('self')?.started ?? 0,
    namespace: ownNamespace(),
  };
  return own;
}

/** True for a process of another container or machine, where we can't see whether it runs. */
export function isElsewhere(owner: Owner): boolean {
  return owner.namespace !== thisProcess().namespace;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** True while the process that `owner` describes runs; a later process with its number does not count. */
function isAlive(owner: Owner): boolean {
  if (!Number.isSafeInteger(owner.pid) || owner.pid <= 0 || !exists(owner.pid)) return false;
  const facts = processFacts(owner.pid);
  if (facts === undefined) return true;
  return !facts.ended && facts.started === owner.started;
}

/**
 * True while another process than this one runs that `owner` describes, or may run where we can't
 * see it: what it owns is in use.
 */
export function isAnotherAlive(owner: Owner): boolean {
  if (isElsewhere(owner)) return true;
  const { pid, started } = thisProcess();
  const isOwn = owner.pid === pid && owner.started === started;
  return !isOwn && isAlive(owner);
}
