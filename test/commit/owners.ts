import { readFileSync } from 'node:fs';
import type { Owner } from '../../src/host/owner.ts';

/** A process that lives and is not this one. */
export function parentProcess(): Owner {
  const stat = readFileSync(`/proc/${process.ppid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { pid: process.ppid, started: Number(fields[19]) };
}

/** A process that cannot be: its number is above what Linux gives. */
export const deadProcess: Owner = { pid: 4_194_305, started: 1 };
