import { readFileSync } from 'node:fs';
import { type Owner, thisProcess } from '../../src/host/owner.ts';

const { namespace } = thisProcess();

/** A process that lives and is not this one. */
export function parentProcess(): Owner {
  const stat = readFileSync(`/proc/${process.ppid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { pid: process.ppid, started: Number(fields[19]), namespace };
}

/** A process that cannot be: its number is above what Linux gives. */
export const deadProcess: Owner = { pid: 4_194_305, started: 1, namespace };

/** The same of another container, where nobody here can see it. */
export const distantProcess: Owner = { ...deadProcess, namespace: namespace + 1 };

/** What tells of a process in the names of files. */
export function nameOf({ pid, started, namespace: space }: Owner): string {
  return `${pid}-${started}-${space}`;
}
