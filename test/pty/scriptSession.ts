import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createFacts, removeFacts } from './facts.ts';
import { killQuietly } from './killQuietly.ts';
import type { Ending, Session, SessionStart } from './session.ts';

/** A pseudo-terminal made by `script` of util-linux. */
export function scriptSession(start: SessionStart): Session {
  const facts = createFacts(start);
  const script = spawn('script', ['-qec', `exec ${facts.line}`, '/dev/null'], {
    env: { ...start.environment, SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let output = '';
  script.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  // The command may end, and the terminal with it, while a key is on its way.
  script.stdin.on('error', () => {});
  const closed = once(script, 'close');
  const end = async (): Promise<Ending> => {
    const ending = await facts.ended();
    await closed;
    removeFacts(facts);
    return ending;
  };

  return {
    ended: end(),
    output: () => output,
    send: (keys) => script.stdin.write(keys),
    resize(columns, rows) {
      const terminal = `/proc/${facts.pid()}/fd/0`;
      spawnSync('stty', ['-F', terminal, 'columns', String(columns), 'rows', String(rows)]);
    },
    signal: (signal) => killQuietly(facts.pid(), signal),
    hangUp: () => script.kill('SIGKILL'),
    kill() {
      facts.kill();
      script.kill('SIGKILL');
    },
  };
}
