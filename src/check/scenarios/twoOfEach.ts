import { setTimeout as pause } from 'node:timers/promises';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { firstStart, type Run, waitUntilAnswers, withRun } from '../app/runApp.ts';
import type { ProcessType } from '../harness/readProcfile.ts';
import { timeLimit } from '../harness/timeLimit.ts';
import { NotChecked } from '../verdict.ts';
import { withRuns } from './withRuns.ts';

/** Two processes of one type that ran at once, beside two of every other. */
export interface Pair {
  readonly type: string;
  /** What went wrong with one that goes well alone; undefined when both ran. */
  readonly fault: string | undefined;
  readonly evidence: string;
  /** Why it says nothing: it ends by itself, or is not to be run here. */
  readonly leftOut: string | undefined;
}

/** Prepares a release and ends: nobody runs two of it. */
const NOT_SCALED = ['release'];
/** How long a process that serves nothing must have run to be called running, in ms. */
const SETTLED_MS = 2_000;

/**
 * Runs two of each process type at once. Those that are not web are left out when a backing service
 * is absent: they may end for that.
 * @throws NotChecked when web does not start even alone
 */
export function twoOfEach(app: ExaminedApp): Promise<readonly Pair[]> {
  return app.once('two of each', async () => {
    if ((await firstStart(app)).readyMs === undefined)
      throw new NotChecked('web does not get ready: see disposability.starts');
    const types = app.project.processes.filter(({ name }) => !NOT_SCALED.includes(name));
    const absent = (await app.absentResources()).map(({ variable }) => variable);
    const run = types.filter(({ name }) => name === 'web' || absent.length === 0);
    const labels = run.flatMap((type) => [1, 2].map((number) => ({ type, number })));
    const options = labels.map(({ type, number }) => ({
      label: `${type.name} ${number} of 2`,
      argv: type.argv,
    }));
    const faults = await withRuns(app, options, (runs) =>
      Promise.all(runs.map((one, index) => faultOf(app, one, labels[index]?.type.name ?? ''))),
    );
    const pairs = run.map((type, index) =>
      pairOf(app, type, faults.slice(2 * index, 2 * index + 2)),
    );
    const leftOut = types
      .filter((type) => !run.includes(type))
      .map(({ name }) => pair(name, { leftOut: `nothing answers at ${absent.join(', ')}` }));
    return [...(await Promise.all(pairs)), ...leftOut];
  });
}

interface Fault {
  readonly sentence: string;
  readonly evidence: string;
  /** It has done what it is for. */
  readonly done: boolean;
}

async function faultOf(app: ExaminedApp, run: Run, type: string): Promise<Fault | undefined> {
  const { running } = run;
  const answered = type !== 'web' || (await waitUntilAnswers(app, run)) !== undefined;
  while (running.exit === undefined && running.now() < timeLimit(SETTLED_MS)) await pause(50);
  const { exit } = running;
  if (answered && exit === undefined) return undefined;
  const end = exit === undefined ? 'did not get ready' : `ended with ${exit.code ?? exit.signal}`;
  const sentence = `${running.label} ${end}`;
  return { sentence, evidence: running.evidence(5), done: exit?.code === 0 && type !== 'web' };
}

async function pairOf(
  app: ExaminedApp,
  { name, argv }: ProcessType,
  faults: readonly (Fault | undefined)[],
): Promise<Pair> {
  const fault = faults.find((one) => one !== undefined);
  if (fault === undefined) return pair(name, {});
  if (fault.done) return pair(name, { leftOut: 'it does its work and ends' });
  const alone = await withRun(app, { label: `${name} alone`, argv }, (run) =>
    faultOf(app, run, name),
  );
  if (alone !== undefined) return pair(name, { leftOut: alone.sentence });
  return pair(name, { fault: fault.sentence, evidence: fault.evidence });
}

function pair(type: string, seen: Partial<Pair>): Pair {
  return { type, fault: undefined, evidence: '', leftOut: undefined, ...seen };
}
