import { Writable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';
import { createPromptModule } from 'inquirer';
import { askPlainly } from './plainPrompts.ts';
import type { Answer, Choice, Question } from './question.ts';
import type { EndingSignal, Signals } from './signals.ts';

/** An answer, or the signal that stands for the way the person left. */
export type Reply = { readonly answer: Answer } | { readonly cancelledBy: EndingSignal };

/** How to ask. */
export interface Manner {
  readonly signals: Signals;
  /** The terminal can't move its cursor. */
  readonly dumb: boolean;
  readonly colour: boolean;
}

/** Asks one question and gives the terminal back as it was, however it ends. */
export async function ask(question: Question, manner: Manner): Promise<Reply> {
  const input = new TerminalInput(0);
  const left = new AbortController();
  const stopWatching = watchForLeaving(input, manner, () => left.abort());
  try {
    const answer = manner.dumb
      ? await askPlainly(question, input, left.signal)
      : await askWithInquirer(question, { input, colour: manner.colour, signal: left.signal });
    return { answer };
  } catch (error) {
    if (!isLeaving(error)) throw error;
    // A hang-up ends the input as well, and may be seen before its signal is.
    return { cancelledBy: manner.signals.received ?? (isatty(0) ? 'SIGINT' : 'SIGHUP') };
  } finally {
    stopWatching();
    input.destroy();
  }
}

interface InquirerManner {
  readonly input: TerminalInput;
  readonly colour: boolean;
  readonly signal: AbortSignal;
}

async function askWithInquirer(question: Question, manner: InquirerManner): Promise<Answer> {
  const { input, signal } = manner;
  const output = manner.colour ? process.stdout : new ColourlessOutput();
  const prompt = createPromptModule({ input, output, signal });
  const answers = await prompt<{ answer: Answer }>([{ name: 'answer', ...toInquirer(question) }]);
  return answers.answer;
}

/** inquirer's words for our question. */
function toInquirer(question: Question) {
  const { message } = question;
  const given = question.default === undefined ? {} : { default: question.default };
  switch (question.kind) {
    case 'text': {
      const validate = (value: string) => question.validate?.(value) ?? true;
      return { type: 'input' as const, message, validate, ...given };
    }
    case 'choice':
      return { type: 'select' as const, message, ...given, ...toList(question.choices) };
    case 'choices': {
      const validate = (chosen: readonly { value: string }[]) =>
        question.validate?.(chosen.map(({ value }) => value)) ?? true;
      return {
        type: 'checkbox' as const,
        message,
        validate,
        ...given,
        ...toList(question.choices),
      };
    }
    case 'confirm':
      return { type: 'confirm' as const, message, ...given };
  }
}

const ROWS_BESIDE_THE_LIST = 6;

function toList(choices: readonly Choice[]) {
  const rows = process.stdout.rows || 24;
  return {
    choices: choices.map(({ disabled, ...choice }) =>
      disabled === undefined ? choice : { ...choice, disabled: `(${disabled})` },
    ),
    loop: false,
    pageSize: Math.max(3, rows - ROWS_BESIDE_THE_LIST),
  };
}

/**
 * Calls `leave` for the ways out that inquirer does not see: our signals, Escape, and the end of
 * the input (Ctrl-D, a terminal that hung up), where it would wait for ever. Line by line, the
 * reader sees the end itself, and pauses between lines.
 */
function watchForLeaving(input: TerminalInput, manner: Manner, leave: () => void): () => void {
  let watching = !manner.dumb;
  const paused = () => setImmediate(() => watching && afterPause(input, leave));
  const pressed = (_: string, key?: { name?: string }) => key?.name === 'escape' && leave();
  const forget = manner.signals.listen(leave);
  input.on('pause', paused).on('end', paused).on('close', paused).on('keypress', pressed);
  // It stays: what is written to a terminal that hung up fails later.
  if (!process.stdout.listeners('error').includes(ignore)) process.stdout.on('error', ignore);
  return () => {
    watching = false;
    forget();
  };
}

/** readline pauses its input when it closes, raw mode off, and after Ctrl-Z and `fg`, raw mode on. */
function afterPause(input: TerminalInput, leave: () => void): void {
  if (input.isRaw && !input.destroyed) input.resume();
  else leave();
}

function ignore(): void {}

function isLeaving(error: unknown): boolean {
  const names = ['AbortPromptError', 'ExitPromptError', 'InputEnded'];
  return error instanceof Error && names.includes(error.name);
}

/**
 * Standard input that does not fail: readline throws when a terminal that hung up can't be given
 * its mode back. The stream ends then, which is what counts.
 */
class TerminalInput extends ReadStream {
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    return event === 'error' || super.emit(event, ...args);
  }
}

/** Standard output without colour: inquirer's theme is fixed when it loads, and knows no --no-color. */
class ColourlessOutput extends Writable {
  readonly isTTY = true;

  get columns(): number {
    return process.stdout.columns;
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    process.stdout.write(chunk.toString().replace(/\u001b\[[\d;]*m/g, ''));
    done();
  }
}
