// Runs inside a pseudo-terminal that can't tell by itself how a command ended and left it:
// node inTerminal.cjs FACTS COLUMNS ROWS COMMAND [ARGUMENT...]
// FACTS gets the pid of the command, then one JSON object as the relay in Python gives it.
const { spawn, spawnSync } = require('node:child_process');
const { appendFileSync } = require('node:fs');

const [facts, columns, rows, command, ...args] = process.argv.slice(2);
// Ctrl-C is for the command; this must live to tell what came of it.
process.on('SIGINT', () => {});

const stty = (...words) =>
  spawnSync('stty', words, { stdio: ['inherit', 'pipe', 'ignore'], encoding: 'utf8' }).stdout;

stty('sane', 'columns', columns, 'rows', rows);
const child = spawn(command, args, { stdio: 'inherit' });
appendFileSync(facts, `pid ${child.pid}\n`);
// A hang-up reaches only the first process of a terminal, which passes it on, as shells do.
process.on('SIGHUP', () => child.kill('SIGHUP'));
child.once('exit', (exitCode, signal) => {
  const ending = exitCode === null ? { signal } : { exitCode };
  appendFileSync(facts, `${JSON.stringify({ ...ending, state: stty('-a') || undefined })}\n`);
  // Node aborts when it ends by itself on a terminal that hung up.
  process.kill(process.pid, 'SIGKILL');
});
