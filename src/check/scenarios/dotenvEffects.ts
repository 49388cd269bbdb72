import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { firstStart, waitUntilAnswers, withRun } from '../app/runApp.ts';
import { freePort } from '../harness/freePort.ts';
import { listeningPorts } from '../harness/listeningPorts.ts';
import { NotChecked } from '../verdict.ts';
import { answersOf } from './answers.ts';
import { badValues } from './badValues.ts';
import { refusalsOfWeb } from './refusals.ts';

/** What a `.env` file did to an app that should not read it. */
export interface DotenvEffects {
  /** A sentence for each effect. */
  readonly faults: readonly string[];
  /** The variables that the file set. */
  readonly variables: readonly string[];
  readonly evidence: string;
}

/** The files that libraries and frameworks look for. */
const FILES = [
  '.env',
  '.env.local',
  '.env.development',
  '.env.production',
  '.env.production.local',
];
const POISON = 'poisoned-by-dotenv';
/** How long a start may take at least, in ms. */
const START_MS = 5_000;

/**
 * Starts web beside `.env` files that would do harm, and then with a required variable that only
 * such a file has.
 * @throws NotChecked when web does not start without them either
 */
export function dotenvEffects(app: ExaminedApp): Promise<DotenvEffects> {
  return app.once('dotenv', async () => {
    const { readyMs } = await firstStart(app);
    if (readyMs === undefined)
      throw new NotChecked('web does not get ready: see disposability.starts');
    const limitMs = Math.max(START_MS, 3 * readyMs);
    const [poisoned, supplied] = await Promise.all([
      poisonedStart(app, limitMs),
      suppliedStart(app, limitMs),
    ]);
    return { ...poisoned, faults: [...poisoned.faults, ...supplied] };
  });
}

/** A file with a bad value for every variable; the environment has none for the optional ones. */
async function poisonedStart(app: ExaminedApp, limitMs: number): Promise<DotenvEffects> {
  const otherPort = await freePort();
  const values = { ...poisonFor(app), PORT: String(otherPort) };
  const directory = copyWithDotenv(app, 'poisoned-dotenv', values);
  return withRun(app, { label: 'web beside a poisoned .env', directory }, async (run) => {
    const { running } = run;
    const ready = await waitUntilAnswers(app, run, limitMs);
    const listening = listeningPorts(running).map(({ port }) => port);
    const answers = (await answersOf(app, run.port)).map(({ text }) => text);
    const shown = [...answers, running.stdout.text, running.stderr.text];
    const faults = [];
    if (listening.includes(otherPort)) faults.push('it listened on the port of a .env file');
    else if (ready === undefined) faults.push('beside a poisoned .env file it did not get ready');
    if (shown.some((text) => text.includes(POISON))) {
      faults.push('a value of a .env file was in what it answered or logged');
    }
    return { faults, variables: Object.keys(values), evidence: running.evidence(5) };
  });
}

function poisonFor(app: ExaminedApp): Record<string, string> {
  const { variables, examples } = app.project;
  const names = [...variables.map(({ name }) => name), ...examples.keys()];
  const malformed = badValues(app, 'malformed').map(({ variable, value = '' }) => [
    variable,
    value,
  ]);
  return {
    ...Object.fromEntries(names.map((name) => [name, POISON])),
    ...Object.fromEntries(malformed.reverse()),
  };
}

/** A file that has a required variable, which the environment lacks: who starts has read it. */
async function suppliedStart(app: ExaminedApp, limitMs: number): Promise<string[]> {
  const required = app.project.variables.find((variable) => variable.required);
  if (required === undefined) return [];
  const { name } = required;
  const refusals = await refusalsOfWeb(app, 'missing');
  if (refusals.some(({ bad, served }) => bad.variable === name && served)) return [];
  const values = { [name]: app.environment(1)[name] ?? '' };
  const label = `web with ${name} in a .env file only`;
  const directory = copyWithDotenv(app, 'supplied-dotenv', values);
  return withRun(app, { label, directory, changes: { [name]: undefined } }, async (run) => {
    const ready = await waitUntilAnswers(app, run, limitMs);
    return ready === undefined ? [] : [`it took ${name} from a .env file`];
  });
}

/** A copy of the project that has the files, in a folder of that name. */
function copyWithDotenv(
  { place }: ExaminedApp,
  name: string,
  values: Readonly<Record<string, string>>,
): string {
  const directory = place.copy(name);
  const lines = Object.entries(values).map(([variable, value]) => `${variable}=${value}\n`);
  for (const file of FILES) writeFileSync(join(directory, file), lines.join(''));
  return directory;
}
