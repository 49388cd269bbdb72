import type { Host } from '../host/host.ts';
import type { Terminal } from '../host/terminal.ts';
import type { Answers, OptionKey } from './options.ts';
import type { RawAnswers } from './parseAnswersFile.ts';

/** Which layer gave an answer; the first that has one wins, in this order. */
export type Source = 'flag' | 'environment' | 'file' | 'prompt' | 'default';

/** What the command line says about answers. */
export interface AnswerFlags {
  readonly values: RawAnswers;
  /** The answers file, or "-" for stdin. */
  readonly file?: string;
  /** Take defaults for whatever is not answered. */
  readonly yes: boolean;
  /** False when nothing may be asked, whatever the terminal is. */
  readonly mayAsk: boolean;
  /** What only the outside world knows of a directory that is typed: why it can't be taken, if it can't. */
  readonly directoryProblem?: (directory: string) => string | undefined;
}

/** The little of the outside world that answers come from. */
export interface Asked extends Pick<Host, 'environment' | 'cwd' | 'signals'> {
  readonly terminal: Pick<Terminal, 'ask'>;
}

/** What the layers have answered so far. */
export type Gathered = Map<OptionKey, { value: Answers[OptionKey]; source: Source }>;
