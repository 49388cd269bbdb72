import { setTimeout as wait } from 'node:timers/promises';
import { listenForSignals, SIGNAL_EXIT } from '../../../src/host/signals.ts';
import { createTerminal, type Terminal } from '../../../src/host/terminal.ts';

const signals = listenForSignals();
const terminal = createTerminal({
  environment: process.env,
  signals,
  noColor: process.argv.includes('--no-color'),
});

/** What this program can be told to do. Each stands for something that the product does. */
const acts: Readonly<Record<string, (terminal: Terminal) => Promise<void>>> = {
  async lines() {
    for (let line = 1; line <= 2000; line += 1) terminal.out(`${line} ${'x'.repeat(200)}`);
    terminal.err('complete');
  },
  async styles() {
    const { heading, ok, fail, dim, code } = await terminal.styles('out');
    terminal.out([heading('a'), ok('b'), fail('c'), dim('d'), code('e')].join(' '));
  },
  async progress() {
    const progress = terminal.progress('Installing');
    progress.update(`first ${'界'.repeat(60)}`);
    await wait(250);
    terminal.err('a warning');
    progress.update('second \u001b[31mred');
    await wait(250);
    progress.end('Installed');
  },
  async work() {
    const progress = terminal.progress('Working');
    terminal.err('ready');
    await new Promise<void>((resolve) => {
      const busy = setInterval(() => progress.update('busy'), 20);
      signals.listen(() => {
        clearInterval(busy);
        resolve();
      });
    });
    if (process.argv.includes('--slow-cleanup')) await wait(5000);
    progress.end('Stopped');
  },
  async throws() {
    terminal.progress('Doomed');
    throw new Error('a bug');
  },
};

async function main(): Promise<number> {
  await acts[process.argv[2] ?? '']?.(terminal);
  if (signals.received !== undefined) return SIGNAL_EXIT[signals.received];
  return terminal.outFailure === undefined ? 0 : 4;
}

process.exitCode = 1;
main().then((exitCode) => {
  process.exitCode = exitCode;
});
