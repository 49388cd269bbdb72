import { closeSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import type { RunningProcess } from './runningProcess.ts';

/** How every SQLite database begins: https://www.sqlite.org/fileformat.html */
const MAGIC = 'SQLite format 3\0';

/** The SQLite databases, empty ones left out, that the processes of a run have open. */
export function openSqliteFiles(running: RunningProcess): readonly string[] {
  const open = running.processes().flatMap(({ pid }) => openFiles(pid));
  return [...new Set(open)].filter(isSqlite);
}

/** Whether a file is a SQLite database with anything in it. */
export function isSqlite(path: string): boolean {
  try {
    const file = openSync(path, 'r');
    try {
      const head = Buffer.alloc(MAGIC.length);
      readSync(file, head, 0, head.length, 0);
      return head.toString('latin1') === MAGIC;
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

function openFiles(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap((name) => {
      const path = readlinkSync(`${folder}/${name}`);
      return path.startsWith('/') ? [path] : [];
    });
  } catch {
    return [];
  }
}
