import { randomBytes } from 'node:crypto';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { withReadyWeb } from '../app/runApp.ts';
import type { EnvVariable } from '../harness/readEnvSchema.ts';
import { NotChecked } from '../verdict.ts';
import { answersOf } from './answers.ts';
import { seenPorts } from './portBinding.ts';

/** Which variables were seen to change what the app does. */
export interface ConfigEffects {
  readonly effective: readonly string[];
  /** A sentence for each that was seen to change nothing. */
  readonly faults: readonly string[];
}

/** Variables that name a release: the one kind that any value does and that answers may show. */
const OF_RELEASE = /(^|_)(VERSION|RELEASE|REVISION|COMMIT)(_|$)/;

/**
 * Starts web with other values of PORT, and of what names the release where it is declared.
 * @throws NotChecked when web never listens
 */
export function configEffects(app: ExaminedApp): Promise<ConfigEffects> {
  return app.once('config effects', async () => {
    const port = await portEffect(app);
    if (port.faults.length > 0) return port;
    const release = await releaseEffects(app);
    return { effective: [...port.effective, ...release.effective], faults: release.faults };
  });
}

async function portEffect(app: ExaminedApp): Promise<ConfigEffects> {
  const seen = await seenPorts(app);
  if (seen.every(({ listening }) => listening.length === 0)) {
    throw new NotChecked('web never listened: see disposability.starts');
  }
  const deaf = seen.filter(({ given, listening }) => listening.every(({ port }) => port !== given));
  if (deaf.length === 0) return { effective: ['PORT'], faults: [] };
  return { effective: [], faults: ['another value of PORT did not change where it listened'] };
}

async function releaseEffects(app: ExaminedApp): Promise<ConfigEffects> {
  const variables = app.project.variables.filter(isOfRelease);
  if (variables.length === 0) return { effective: [], faults: [] };
  const canaries = new Map(
    variables.map(({ name }) => [name, `check-${randomBytes(4).toString('hex')}`]),
  );
  const changes = Object.fromEntries(canaries);
  return withReadyWeb(app, { label: 'web of another release', changes }, async (run) => {
    const answers = (await answersOf(app, run.port)).map(({ text }) => text).join('\n');
    const shown = `${answers}${run.running.stdout.text}`;
    const deaf = variables.filter((variable) => showsDefault(answers, variable));
    return {
      effective: variables
        .map(({ name }) => name)
        .filter((name) => shown.includes(changes[name] ?? '')),
      faults: deaf.map(({ name }) => `it answered with the default of ${name} although it was set`),
    };
  });
}

function isOfRelease(variable: EnvVariable): boolean {
  const { name, type, secret, format, pattern } = variable;
  const isText = type === 'string' && variable.enum === undefined && format === undefined;
  return isText && pattern === undefined && !secret && OF_RELEASE.test(name);
}

/** Whether an answer has the default in a member that is called like the variable or a word of it. */
function showsDefault(answers: string, { name, default: value }: EnvVariable): boolean {
  if (value === undefined) return false;
  const words = [name, ...name.split('_')].join('|');
  return new RegExp(`"(?:${words})"\\s*:\\s*${escaped(JSON.stringify(value))}`, 'i').test(answers);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
