import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createFacts, removeFacts } from './facts.ts';
import { killQuietly } from './killQuietly.ts';
import type { Ending, Session, SessionStart } from './session.ts';

/** A pseudo-terminal made by tmux, on a server of its own. */
export function tmuxSession(start: SessionStart): Session {
  const facts = createFacts(start);
  const inFolder = (name: string) => path.join(facts.folder, name);
  const tmux = (...words: string[]) =>
    spawnSync('tmux', ['-S', inFolder('socket'), '-f', '/dev/null', ...words], {
      env: { ...start.environment, SHELL: '/bin/sh' },
      stdio: 'ignore',
    });
  // The command waits for the file `go`: what it printed before the pipe is there would be lost.
  const waiting = `while ! test -e '${inFolder('go')}'; do sleep 0.01; done`;
  const term = start.environment.TERM ?? 'xterm';
  const size = ['-x', String(start.columns), '-y', String(start.rows)];
  tmux('new-session', '-d', ...size, `${waiting}; exec env TERM='${term}' ${facts.line}`);
  tmux('pipe-pane', `cat > '${inFolder('printed')}'; : > '${inFolder('closed')}'`);
  writeFileSync(inFolder('go'), '');

  let last = '';
  const output = () => {
    if (existsSync(inFolder('printed'))) last = readFileSync(inFolder('printed'), 'utf8');
    return last;
  };
  const end = async (): Promise<Ending> => {
    const ending = await facts.ended(inFolder('closed'));
    output();
    tmux('kill-server');
    removeFacts(facts);
    return ending;
  };

  return {
    ended: end(),
    output,
    send: (keys) =>
      tmux(
        'send-keys',
        '-H',
        ...Buffer.from(keys)
          .toString('hex')
          .split(/(?=(?:..)+$)/),
      ),
    resize: (columns, rows) => tmux('resize-window', '-x', String(columns), '-y', String(rows)),
    signal: (signal) => killQuietly(facts.pid(), signal),
    hangUp: () => tmux('kill-server'),
    kill() {
      facts.kill();
      tmux('kill-server');
    },
  };
}
