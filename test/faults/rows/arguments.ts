import { expect } from 'vitest';
import { type Asked, answerAll, INTERVIEW } from '../../pty/interview.ts';
import type { Step } from '../../pty/runInPty.ts';
import type { Box } from '../harness/box.ts';
import { type Fault, ORDERS } from '../harness/fault.ts';
import { type Run, runAtTerminal } from '../harness/run.ts';

const UNANSWERED =
  /answers are missing\r?\n {2}where: the directory \(as an argument\), --stack \w+/;

function withinTwoSeconds(_: Box, { milliseconds }: Run): void {
  expect(milliseconds).toBeLessThan(2000);
}

/** Answers are missing and nobody can be asked. */
const unanswered: readonly Omit<Fault, 'row' | 'exit'>[] = [
  { fault: 'answers missing, stdin is /dev/null' },
  { fault: 'answers missing, stdin is closed', manner: { shell: 'exec "$@" <&-' } },
  { fault: 'answers missing, stdin is a silent pipe', manner: { stdin: { open: true } } },
  { fault: 'answers missing, stdin is at its end', manner: { stdin: '' } },
  { fault: 'answers missing, with --json', args: ['--json'] },
  {
    fault: 'answers missing on a terminal, with CI=true',
    needs: ['terminal'],
    play: (box) => runAtTerminal(box, [], { environment: { CI: 'true' } }),
  },
];

const LEAVING: readonly (readonly [string, number, Partial<Step>])[] = [
  ['Ctrl-C', 130, { send: '\u0003' }],
  ['Ctrl-D', 130, { send: '\u0004' }],
  ['SIGTERM', 143, { signal: 'SIGTERM' }],
];

function leave({ about, message }: Asked): Fault[] {
  return LEAVING.map(([way, exit, step]) => ({
    row: 'A2',
    fault: `${way} at the ${about}`,
    needs: ['terminal'],
    exit,
    says: /Cancelled, nothing was written\n$/,
    play: (box) => {
      const before = answerAll({ directory: 'orders' }, about);
      return runAtTerminal(box, ['--no-git'], { steps: [...before, { when: message, ...step }] });
    },
  }));
}

const mistaken: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['a flag that nobody knows', ['--frobnicate'], /Unknown option '--frobnicate'/],
  ['a misspelt flag', ['--stak', 'flask'], /--stack/],
  ['flags that contradict each other', ['--git'], /--git.* --no-git|--no-git.* --git/],
  ['a choice that there is not', ['--stack', 'flusk'], /Did you mean flask\?/],
  ['a service that there is not', ['--services', 'oracledb'], /"oracledb" is not one of/],
  ['a flag without its value', ['--description'], /--description/],
  ['an empty value', ['--stack='], /--stack/],
  ['an argument too many', ['another'], /One directory is enough/],
  ['an image tag without an image', ['--image', 'a:b'], /--image/],
  ['an image tag that is none', ['--docker-build', '--image', 'A B'], /The image tag/],
];

/** What goes wrong with arguments and at questions. */
export const ARGUMENT_FAULTS: readonly Fault[] = [
  ...unanswered.map((fault): Fault => {
    return { row: 'A1', args: [], exit: 2, says: UNANSWERED, also: withinTwoSeconds, ...fault };
  }),
  ...INTERVIEW.flatMap(leave),
  ...mistaken.map(([fault, args, says]) => ({
    row: 'A3',
    fault,
    args: [...ORDERS, ...args],
    exit: 2,
    says,
  })),
];
