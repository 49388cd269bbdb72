import type { RunningProcess } from './runningProcess.ts';
import { readSocketTable, socketInodes } from './socketTable.ts';

export interface ListeningPort {
  readonly address: string;
  readonly port: number;
}

const WILDCARDS = ['0.0.0.0', '0:0:0:0:0:0:0:0'];

/** Where the processes of a run listen, each address and port once. */
export function listeningPorts(running: RunningProcess): ListeningPort[] {
  const inodes = new Set(running.processes().flatMap((row) => [...socketInodes(row.pid)]));
  // The kernel takes long to print its socket table: spare it when there is nothing to find.
  if (inodes.size === 0) return [];
  const found = new Map<string, ListeningPort>();
  for (const row of readSocketTable('self')) {
    if (row.state !== 'listening' || !inodes.has(row.inode)) continue;
    found.set(`${row.address} ${row.port}`, { address: row.address, port: row.port });
  }
  return [...found.values()];
}

/** Whether an address means every interface, so that a container's port can be reached. */
export function isWildcard(address: string): boolean {
  return WILDCARDS.includes(address);
}
