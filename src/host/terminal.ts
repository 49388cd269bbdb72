import { type ExitCode, printable } from '../errors.ts';
import { type LiveProgress, liveProgress, type Progress, plainProgress } from './progress.ts';
import type { AnswerTo, Question } from './question.ts';
import type { EndingSignal, Signals } from './signals.ts';
import { SIGNAL_EXIT } from './signals.ts';
import { type Streams, standardStreams, writeAll } from './standardStreams.ts';
import { plainStyles, type Styles } from './styles.ts';

export type StreamName = 'out' | 'err';

/** Where the program speaks to a person. Results go to `out`; everything else to `err`. */
export interface Terminal {
  /** True when stdin and stdout are terminals and this is not a CI run. */
  readonly interactive: boolean;
  /** Why results could not be written. A reader that went away early is no failure. */
  readonly outFailure: NodeJS.ErrnoException | undefined;
  /** How many fit into a line: 80 without a terminal. */
  readonly columns: number;
  /** Loads colour only when the stream shows it. */
  styles(stream: StreamName): Promise<Styles>;
  /** Writes at once; adds the line end when the text has none. Never throws. */
  out(text: string): void;
  err(text: string): void;
  progress(title: string): Progress;
  /** Asks a person, with the cursor, the echo and the line mode restored afterwards. Throws Cancelled. */
  ask<Q extends Question>(question: Q): Promise<AnswerTo<Q>>;
}

/** Thrown when a person or a signal ended the run at a question. Nothing went wrong. */
export class Cancelled extends Error {
  readonly exitCode: ExitCode;

  /** Told by the name, since every chunk of the bundle has a copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'Cancelled';
  }

  constructor(signal: EndingSignal) {
    super('Cancelled, nothing was written');
    this.name = 'Cancelled';
    this.exitCode = SIGNAL_EXIT[signal];
  }
}

/** What the terminal is made from. */
export interface TerminalFacts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signals: Signals;
  /** `--no-color` was given. */
  readonly noColor?: boolean;
  readonly streams?: Streams;
}
/** Makes the terminal of this run. Looks at the streams only when asked something about them. */
export function createTerminal(facts: TerminalFacts): Terminal {
  const { environment, signals, streams = standardStreams } = facts;
  const unattended = isSet(environment.CI) && environment.CI !== 'false';
  const dumb = environment.TERM === 'dumb';
  const unwritable = new Map<1 | 2, NodeJS.ErrnoException>();
  let live: LiveProgress | undefined;

  const hasColour = (descriptor: 1 | 2): boolean => {
    if (facts.noColor || isSet(environment.NO_COLOR)) return false;
    const forced = environment.FORCE_COLOR;
    if (isSet(forced)) return forced !== '0' && forced !== 'false';
    return !dumb && streams.isTerminal(descriptor);
  };
  const write = (descriptor: 1 | 2, text: string): void => {
    if (unwritable.has(descriptor)) return;
    const failure = writeAll(streams, descriptor, text);
    if (failure !== undefined) unwritable.set(descriptor, failure);
  };
  const say = (descriptor: 1 | 2, text: string): void => {
    live?.clear();
    write(descriptor, text.endsWith('\n') ? text : `${text}\n`);
  };
  const output = {
    write: (text: string) => write(2, text),
    columns: () => streams.columns(),
  };

  return {
    get interactive() {
      return !unattended && streams.isTerminal(0) && streams.isTerminal(1);
    },
    get outFailure() {
      const failure = unwritable.get(1);
      return isReaderGone(failure) ? undefined : failure;
    },
    get columns() {
      return streams.columns();
    },
    async styles(stream) {
      if (!hasColour(descriptorOf(stream))) return plainStyles;
      return (await import('./colour.ts')).colouredStyles();
    },
    out: (text) => say(1, text),
    err: (text) => say(2, text),
    progress(title) {
      const moves = !unattended && !dumb && hasColour(2) && streams.isTerminal(2);
      if (!moves) return plainProgress(title, output);
      const started = liveProgress(title, output);
      live = started;
      const forget = signals.listen(started.stop);
      return {
        update: started.update,
        end(text) {
          forget();
          live = undefined;
          started.end(text);
        },
      };
    },
    async ask<Q extends Question>(question: Q): Promise<AnswerTo<Q>> {
      const prompts = await import('./prompts.ts');
      const asked = { ...question, message: printable(question.message) };
      const reply = await prompts.ask(asked, { signals, dumb, colour: hasColour(1) });
      if ('cancelledBy' in reply) throw new Cancelled(reply.cancelledBy);
      return reply.answer as AnswerTo<Q>;
    },
  };
}

function descriptorOf(stream: StreamName): 1 | 2 {
  return stream === 'out' ? 1 : 2;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

/** The pipe's reader ended, the stream was closed from the start, the terminal hung up. */
function isReaderGone(failure: NodeJS.ErrnoException | undefined): boolean {
  return ['EPIPE', 'EBADF', 'EIO'].includes(failure?.code ?? '');
}
