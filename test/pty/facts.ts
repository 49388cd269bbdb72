import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { killQuietly } from './killQuietly.ts';
import type { Ending, SessionStart } from './session.ts';

const INSIDE = path.join(import.meta.dirname, 'inTerminal.cjs');
const LOOK_MS = 20;
const PATIENCE_MS = 2000;

/** What is known of a command where only files can tell it. */
export interface Facts {
  readonly folder: string;
  /** For a shell: runs the wanted command and writes down how it ended. */
  readonly line: string;
  pid(): number;
  /** Kills the command, and waits no longer than a moment for its ending. */
  kill(): void;
  /** Waits for the ending, then for a file that says that all output is there; removes all. */
  ended(lastFile?: string): Promise<Ending>;
}

/** Makes a folder for what the command leaves behind. */
export function createFacts({ command, columns, rows }: SessionStart): Facts {
  const folder = mkdtempSync(path.join(tmpdir(), 'twelve-factor-pty-'));
  const file = path.join(folder, 'facts');
  writeFileSync(file, '');
  const find = (pattern: RegExp) => pattern.exec(readFileSync(file, 'utf8'))?.[1];
  const pid = () => Number(find(/^pid (\d+)\n/m));
  let deadline = Number.POSITIVE_INFINITY;
  const words = [process.execPath, INSIDE, file, String(columns), String(rows), ...command];

  return {
    folder,
    line: words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' '),
    pid,
    kill() {
      killQuietly(pid());
      deadline = Date.now() + PATIENCE_MS;
    },
    async ended(lastFile) {
      let ending: string | undefined;
      while (ending === undefined && Date.now() < deadline) {
        await wait(LOOK_MS);
        ending = find(/^(\{.*\})\n/m);
      }
      deadline = Math.min(deadline, Date.now() + PATIENCE_MS);
      while (lastFile !== undefined && !existsSync(lastFile) && Date.now() < deadline) {
        await wait(LOOK_MS);
      }
      return ending === undefined ? {} : JSON.parse(ending);
    },
  };
}

/** Removes what `createFacts` made. */
export function removeFacts(facts: Facts): void {
  rmSync(facts.folder, { recursive: true, force: true });
}
