import { HARDENED } from '../image/runContainer.ts';
import type { Factor } from '../requirement.ts';
import { containerLife } from '../scenarios/containerLife.ts';
import { filesOfRun, readOnlyRun } from '../scenarios/filesOfRun.ts';
import {
  ROUNDS,
  type SharedStep,
  type TwoInstances,
  twoInstances,
} from '../scenarios/twoInstances.ts';
import { broken, holds, notChecked, type Verdict, verdictOf } from '../verdict.ts';

/** How many changed files a finding names. */
const NAMED = 10;

export const processes: Factor = {
  number: 6,
  slug: 'processes',
  title: 'Processes',
  promise: 'Processes keep no state: what must last is in a backing service.',
  requirements: [
    {
      id: 'processes.same-answers',
      title: 'It does not matter which instance answers',
      level: 'run',
      expected: 'two instances answer the same requests with the same status and the same members',
      remedy: 'Make an answer from the request, the environment and the backing services alone.',
      async examine(app) {
        const { requests, differences } = await twoInstances(app);
        return verdictOf(differences, `two instances answered ${requests} requests alike`);
      },
    },
    {
      id: 'processes.shares-state',
      title: 'What one instance writes, the other has',
      level: 'run',
      expected:
        'what is written by way of one of two instances is read by way of the other, by turns',
      remedy: 'Keep sessions, counters, uploads and the like in a backing service.',
      async examine(app) {
        const seen = await twoInstances(app);
        return judgeSteps(
          seen,
          faultOfSharing,
          `${ROUNDS} writes by turns were seen by the other instance`,
        );
      },
    },
    {
      id: 'processes.survives-kill',
      title: 'What was written outlives the process',
      level: 'run',
      expected: 'after SIGKILL and a new start the data is there',
      remedy: 'Write to a backing service before the request is answered.',
      async examine(app) {
        const seen = await twoInstances(app);
        return judgeSteps(
          seen,
          ({ step, survived }) =>
            survived ? [] : [`${step.name}: it was gone after SIGKILL and a new start`],
          'it was there after SIGKILL and a new start',
        );
      },
    },
    {
      id: 'processes.writes-nothing',
      title: 'It leaves nothing on disk',
      level: 'run',
      expected: 'project, HOME and TMPDIR are as before when web was used and has ended',
      remedy:
        "Keep data in a backing service, and name caches in 'writable' of twelve-factor.check.json.",
      async examine(app) {
        const { answers, folders } = await filesOfRun(app);
        const lines = folders.flatMap(({ name, changes }) =>
          changes.map(({ kind, path }) => `${path} was ${kind} in ${name}`),
        );
        return verdictOf(lines.slice(0, NAMED), `${answers.length} requests left no file behind`);
      },
    },
    {
      id: 'processes.read-only-root',
      title: 'It runs where it can write nothing but a temporary folder',
      level: 'run',
      expected: 'on a read-only root with TMPDIR as an empty tmpfs it starts and answers as ever',
      remedy: 'Write nothing but scratch files, and these below TMPDIR.',
      async examine(app) {
        const { readyMs, failed, evidence } = await readOnlyRun(app);
        if (readyMs === undefined)
          return broken('it did not get ready on a read-only root', [evidence]);
        const faults = failed.map((request) => `on a read-only root, ${request}`);
        return verdictOf(
          faults,
          `it was ready after ${Math.round(readyMs)} ms and answered as ever`,
        );
      },
    },
    {
      id: 'processes.hardened-container',
      title: 'Its container needs nothing to write on, no privilege and no root',
      level: 'image',
      expected: 'the container answers on its port, run as the command shows',
      remedy:
        'Write to backing services, use a temporary folder for scratch only, and give the image a USER.',
      async examine(app) {
        const { answered, output } = await containerLife(app);
        const command = `docker run ${HARDENED.join(' ')}`;
        if (!answered) return broken('it did not answer', [command, output]);
        return holds('the container answered', [command]);
      },
    },
  ],
};

function judgeSteps(
  { steps, skipped }: TwoInstances,
  faultsOf: (step: SharedStep) => readonly string[],
  otherwise: string,
): Verdict {
  const faults = steps.flatMap(faultsOf);
  if (faults.length > 0) return verdictOf(faults, '');
  if (steps.length > 0)
    return holds(`${steps.map(({ step }) => step.name).join(', ')}: ${otherwise}`);
  if (skipped.length > 0) return notChecked(skipped.join('; '));
  return notChecked(
    "no request is known that writes and one that reads: tell them in 'state' of twelve-factor.check.json",
  );
}

function faultOfSharing({ step, lostRound }: SharedStep): readonly string[] {
  if (lostRound === undefined) return [];
  return [`${step.name}: the other instance did not have what was written in round ${lostRound}`];
}
