import type { Question } from '../../../src/host/question.ts';
import { listenForSignals } from '../../../src/host/signals.ts';
import { Cancelled, createTerminal } from '../../../src/host/terminal.ts';

/**
 * Asks the questions in the environment variable QUESTIONS and prints the answers as one line of
 * JSON. A `refuse` on a question is the one answer that its validation refuses.
 */
async function main(): Promise<number> {
  const terminal = createTerminal({
    environment: process.env,
    signals: listenForSignals(),
    noColor: process.argv.includes('--no-color'),
  });
  if (!terminal.interactive) {
    terminal.err('not interactive');
    return 2;
  }
  try {
    const answers = [];
    for (const question of questions()) answers.push(await terminal.ask(question));
    terminal.out(`answers ${JSON.stringify(answers)}`);
    return 0;
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    terminal.err(error.message);
    return error.exitCode;
  }
}

function questions(): Question[] {
  const given: (Question & { refuse?: string })[] = JSON.parse(process.env.QUESTIONS ?? '[]');
  return given.map(({ refuse, ...question }) => ({
    ...question,
    validate: (value: unknown) => (String(value) === refuse ? `not ${refuse}` : undefined),
  }));
}

process.exitCode = 1;
main().then((exitCode) => {
  process.exitCode = exitCode;
});
