import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { killQuietly } from './killQuietly.ts';
import type { Ending, Session, SessionStart } from './session.ts';

const PATIENCE_MS = 2000;
const RELAY = path.join(import.meta.dirname, 'pseudoTerminal.py');

/** A pseudo-terminal made by Python's `pty`: it can do all that a terminal can. */
export function pythonSession(start: SessionStart): Session {
  const size = [String(start.columns), String(start.rows)];
  const relay = spawn('python3', [RELAY, ...size, ...start.command], {
    env: { ...start.environment },
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
  });
  let output = '';
  let facts = '';
  relay.stdout?.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  (relay.stdio[3] as Readable).setEncoding('utf8').on('data', (text) => {
    facts += text;
  });
  // The command may end, and the relay with it, while a key is on its way.
  relay.stdin?.on('error', () => {});
  const order = (what: object) => relay.stdin?.write(`${JSON.stringify(what)}\n`);
  const pid = () => Number(/^pid (\d+)/.exec(facts)?.[1]);

  return {
    ended: new Promise((resolve) => relay.once('close', () => resolve(lastFact(facts)))),
    output: () => output,
    send: (keys) => order({ send: keys }),
    resize: (columns, rows) => order({ resize: [columns, rows] }),
    signal: (signal) => killQuietly(pid(), signal),
    hangUp: () => order({ hangUp: true }),
    kill() {
      killQuietly(pid());
      setTimeout(() => relay.kill('SIGKILL'), PATIENCE_MS).unref();
    },
  };
}

function lastFact(facts: string): Ending {
  const line = facts.trimEnd().split('\n').at(-1) ?? '';
  return line.startsWith('{') ? JSON.parse(line) : {};
}
