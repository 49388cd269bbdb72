import { availableParallelism } from 'node:os';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { firstStart, type Run, withRun } from '../app/runApp.ts';
import { httpRequest } from '../harness/httpRequest.ts';
import { inParallel } from '../harness/inParallel.ts';
import type { InvalidValue } from '../harness/invalidValues.ts';
import { listeningPorts } from '../harness/listeningPorts.ts';
import { childrenOfThreads } from '../harness/processTable.ts';
import type { Exit } from '../harness/runningProcess.ts';
import { waitFor } from '../harness/waitFor.ts';
import { NotChecked } from '../verdict.ts';
import { badValueFor, badValues, type Fault } from './badValues.ts';
import { type SecretCanary, secretCanaries, shows } from './secretCanaries.ts';

/** A command of the app, by its name in the Procfile or the check file. */
interface Command {
  readonly name: string;
  readonly argv: readonly string[];
}

/** What a command did with a bad value in its environment. */
export interface Refusal {
  readonly command: string;
  readonly bad: InvalidValue;
  /** Whether it answered requests in spite of it. */
  readonly served: boolean;
  /** Undefined when it served, or still ran after the limit. */
  readonly exit: Exit | undefined;
  /** How long it was watched, in ms. */
  readonly watchedMs: number;
  /** How many processes it had in all: many that came and went are a restart loop. */
  readonly processes: number;
  /** Whether its output has the variable's name. */
  readonly named: boolean;
  /** The secret variables whose values were in its output. */
  readonly shown: readonly string[];
  readonly evidence: string;
}

/** How long a command may take to refuse, in ms; longer for an app that takes long to start. */
const REFUSAL_MS = 5_000;
/** How often to see whether a run has ended, in ms, and how often to look into it, which is not free. */
const POLL_MS = 10;
const LOOK_MS = 250;
const ANSWER_MS = 1_000;

/**
 * What web did with each value that is bad in one way.
 * @throws NotChecked when web does not start in a good environment either
 */
export function refusalsOfWeb(app: ExaminedApp, fault: Fault): Promise<readonly Refusal[]> {
  return app.once(`refusals: ${fault}`, () => {
    const web = { name: 'web', argv: app.argv('web') };
    return refusals(
      app,
      badValues(app, fault).map((bad) => [web, bad]),
    );
  });
}

/** What every other process and admin task did with one bad value each. */
export function refusalsOfOthers(app: ExaminedApp): Promise<readonly Refusal[]> {
  return app.once('refusals of other processes', () => {
    const others = otherCommands(app).flatMap((command): [Command, InvalidValue][] => {
      const bad = badValueFor(app, command.name);
      return bad === undefined ? [] : [[command, bad]];
    });
    return refusals(app, others);
  });
}

function otherCommands(app: ExaminedApp): Command[] {
  const admin = [...app.admin].map(([name, argv]) => ({ name, argv }));
  const all = [...app.project.processes.filter(({ name }) => name !== 'web'), ...admin];
  const texts = all.map(({ argv }) => argv.join(' '));
  return all.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
}

async function refusals(
  app: ExaminedApp,
  trials: readonly (readonly [Command, InvalidValue])[],
): Promise<readonly Refusal[]> {
  if (trials.length === 0) return [];
  const { readyMs } = await firstStart(app);
  if (readyMs === undefined)
    throw new NotChecked('web does not get ready: see disposability.starts');
  const limitMs = Math.max(REFUSAL_MS, 2 * readyMs);
  return inParallel(trials, availableParallelism(), ([command, bad]) =>
    tryBadValue(app, command, bad, limitMs),
  );
}

function tryBadValue(
  app: ExaminedApp,
  { name, argv }: Command,
  bad: InvalidValue,
  limitMs: number,
): Promise<Refusal> {
  const canaries = secretCanaries(app);
  const changes = {
    ...Object.fromEntries(canaries.map(({ variable, value }) => [variable, value])),
    [bad.variable]: bad.value,
  };
  const label = `${name} with ${bad.variable} ${bad.fault}`;
  return withRun(app, { label, argv, changes }, async (run) => {
    const { running } = run;
    const { served, processes } = await watch(run, limitMs);
    if (running.exit !== undefined) await running.waitForExit(ANSWER_MS);
    const output = `${running.stdout.text}${running.stderr.text}`;
    return {
      command: name,
      bad,
      served,
      exit: running.exit,
      watchedMs: Math.round(running.exit?.atMs ?? running.now()),
      processes,
      named: names(output, bad.variable),
      shown: shownIn(output, bad, canaries),
      evidence: running.evidence(5),
    };
  });
}

/** Watches a run until it ends, answers a request, or has had its time. */
async function watch(
  { running }: Run,
  limitMs: number,
): Promise<{ readonly served: boolean; readonly processes: number }> {
  const seen = new Set<number>();
  let nextLook = LOOK_MS;
  const over = async (): Promise<'ended' | 'served' | undefined> => {
    if (running.exit !== undefined) return 'ended';
    if (running.now() < nextLook) return undefined;
    nextLook = running.now() + LOOK_MS;
    noteTree(running.appPid, seen);
    const ports = listeningPorts(running).map(({ port }) => port);
    const answered = await Promise.all(ports.map(answersAt));
    return answered.includes(true) ? 'served' : undefined;
  };
  const end = await waitFor('its end', over, { limitMs, everyMs: POLL_MS }).catch(() => undefined);
  return { served: end === 'served', processes: seen.size };
}

/** A process and all below it: less than a look at every process there is. */
function noteTree(pid: number, seen: Set<number>): void {
  seen.add(pid);
  for (const child of childrenOfThreads(pid)) noteTree(child, seen);
}

async function answersAt(port: number): Promise<boolean> {
  try {
    await httpRequest(port, { path: '/' }, ANSWER_MS);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text names a variable: `DATABASE_URL`, but also `database_url` or `databaseUrl`. */
function names(text: string, variable: string): boolean {
  const words = variable.split('_').join('[_.-]?');
  return new RegExp(`(?<![a-z0-9])${words}(?![a-z0-9])`, 'i').test(text);
}

function shownIn(
  output: string,
  bad: InvalidValue,
  canaries: readonly SecretCanary[],
): readonly string[] {
  const given = canaries.map(({ variable, canary }) =>
    variable === bad.variable ? { variable, canary: bad.canary } : { variable, canary },
  );
  return given
    .filter(({ canary }) => canary !== undefined && shows(output, canary))
    .map(({ variable }) => variable);
}
