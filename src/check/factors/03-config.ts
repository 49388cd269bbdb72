import type { ExaminedApp } from '../app/examinedApp.ts';
import type { Factor } from '../requirement.ts';
import type { Fault } from '../scenarios/badValues.ts';
import { configEffects } from '../scenarios/configEffects.ts';
import { declaredEnvironment } from '../scenarios/declaredEnvironment.ts';
import { dotenvEffects } from '../scenarios/dotenvEffects.ts';
import { type Refusal, refusalsOfOthers, refusalsOfWeb } from '../scenarios/refusals.ts';
import { secretVariables } from '../scenarios/secretCanaries.ts';
import { broken, holds, notChecked, type Verdict, verdictOf } from '../verdict.ts';

const REFUSES = 'it ends with another code than 0, names the variable, and serves nothing';
const REFUSE =
  'Check the whole environment first, and end the process with the name of what is wrong.';

export const config: Factor = {
  number: 3,
  slug: 'config',
  title: 'Config',
  promise:
    'What varies between deploys is in the environment, and is checked before anything starts.',
  requirements: [
    {
      id: 'config.declared',
      title: 'Every place that declares the environment says the same',
      level: 'static',
      expected:
        'env.schema.json, .env.example and the compose file have the same variables, and no secret is spelt out',
      remedy: 'Add what is missing, delete what is unknown, and take secrets from the shell.',
      examine(app) {
        const { files, faults } = declaredEnvironment(app);
        return verdictOf(faults, `${files.join(', ')} agree`);
      },
    },
    {
      id: 'config.takes-effect',
      title: 'Another environment makes another deploy, without a build',
      level: 'run',
      expected: 'another value of PORT, and of what names the release, changes what web does',
      remedy: 'Read the value when the process starts, not when it is built.',
      async examine(app) {
        const { effective, faults } = await configEffects(app);
        return verdictOf(faults, `another value took effect: ${effective.join(', ')}`);
      },
    },
    {
      id: 'config.missing',
      title: 'It refuses to start without a variable that it needs',
      level: 'run',
      expected: `web is started without one required variable at a time: ${REFUSES}`,
      remedy: REFUSE,
      examine: (app) =>
        app.project.variables.length > 0
          ? refusalOf(app, 'missing', 'no variable is required')
          : refusalWithoutSchema(app),
    },
    {
      id: 'config.empty',
      title: 'It refuses to start when a variable that it needs is empty',
      level: 'run',
      expected: `web is started with one required variable empty at a time: ${REFUSES}`,
      remedy: REFUSE,
      examine: (app) => refusalOf(app, 'empty', 'no variable is known to be required'),
    },
    {
      id: 'config.malformed',
      title: 'It refuses to start with a value that its schema does not allow',
      level: 'run',
      expected: `web is started with one malformed value at a time: ${REFUSES}`,
      remedy: REFUSE,
      examine: (app) =>
        refusalOf(app, 'malformed', 'no env.schema.json says what a value must look like'),
    },
    {
      id: 'config.all-processes',
      title: 'Every process type and admin task refuses a bad environment',
      level: 'run',
      expected: `each is started with a bad value: ${REFUSES}`,
      remedy: 'Let every command load the same configuration before it does anything.',
      examine: async (app) =>
        refusalVerdict(
          await refusalsOfOthers(app),
          'no process but web and no admin task is declared, or no variable that they use',
        ),
    },
    {
      id: 'config.no-values-shown',
      title: 'The value of a secret is never shown when it refuses',
      level: 'run',
      expected: 'no output of a refused start has a secret, plain or in base64',
      remedy: 'Name the variable and what is wrong with it; leave the value out.',
      examine: noValuesShown,
    },
    {
      id: 'config.no-default-secrets',
      title: 'No secret and no backing service has a default',
      level: 'run',
      expected: 'the schema gives none a default, and without the variable web does not serve',
      remedy: 'Delete the default and make the variable required.',
      examine: noDefaultSecrets,
    },
    {
      id: 'config.dotenv-ignored',
      title: 'A .env file in the working directory changes nothing',
      level: 'run',
      expected: 'web starts and answers as without the file',
      remedy:
        'Let whoever starts the process load .env in development; the app only reads its environment.',
      async examine(app) {
        const { faults, variables, evidence } = await dotenvEffects(app);
        const set = variables.join(', ');
        return verdictOf(faults, `a .env file changed nothing; it set ${set}`, [evidence]);
      },
    },
  ],
};

async function refusalOf(app: ExaminedApp, fault: Fault, otherwise: string): Promise<Verdict> {
  return refusalVerdict(await refusalsOfWeb(app, fault), otherwise);
}

/** Holds when each start was refused; not checked, for the given reason, when there was none. */
function refusalVerdict(refusals: readonly Refusal[], otherwise: string): Verdict {
  if (refusals.length === 0) return notChecked(otherwise);
  const bad = refusals.filter((refusal) => faultOf(refusal) !== undefined);
  const [first] = bad;
  if (first !== undefined) return broken(bad.map(faultOf).join('; '), [first.evidence]);
  const slowest = Math.max(...refusals.map(({ watchedMs }) => watchedMs));
  const trials = refusals.map(titleOf).join('; ');
  return holds(`${refusals.length} starts were refused within ${slowest} ms: ${trials}`);
}

/** Without a schema only a refusal proves something: what starts may not need the variable. */
async function refusalWithoutSchema(app: ExaminedApp): Promise<Verdict> {
  const refusals = await refusalsOfWeb(app, 'missing');
  const refused = refusals.filter((refusal) => faultOf(refusal) === undefined);
  return refusalVerdict(refused, 'no env.schema.json says which variables are required');
}

async function noValuesShown(app: ExaminedApp): Promise<Verdict> {
  if (secretVariables(app).length === 0) return notChecked('no secret is declared');
  const faults: readonly Fault[] = ['missing', 'empty', 'malformed'];
  const web = await Promise.all(faults.map((fault) => refusalsOfWeb(app, fault)));
  const all = [...web.flat(), ...(await refusalsOfOthers(app))].filter(({ exit }) => exit);
  const shown = all.flatMap((refusal) =>
    refusal.shown.map((name) => `${titleOf(refusal)}: it showed the value of ${name}`),
  );
  if (all.length === 0) return notChecked('no start was refused');
  return verdictOf(shown, `no secret was in the output of ${all.length} refused starts`);
}

async function noDefaultSecrets(app: ExaminedApp): Promise<Verdict> {
  const handles = app.project.variables.filter(({ secret, resource }) => secret || resource);
  const given = handles.filter((variable) => variable.default !== undefined);
  const faults = given.map(({ name }) => `${name} has a default in env.schema.json`);
  if (faults.length > 0) return verdictOf(faults, '');
  const names = handles.filter(({ required }) => required).map(({ name }) => name);
  if (names.length === 0) return notChecked('no secret or backing service is required');
  const missing = await refusalsOfWeb(app, 'missing');
  const served = missing.filter(({ bad, served: is }) => is && names.includes(bad.variable));
  return verdictOf(
    served.map((refusal) => `${titleOf(refusal)}: it served, with a value of its own`),
    `without a value it does not serve: ${names.join(', ')}`,
  );
}

function titleOf({ command, bad }: Refusal): string {
  return `${command} with ${bad.variable} ${bad.fault}`;
}

function faultOf(refusal: Refusal): string | undefined {
  const { served, exit, named, processes, watchedMs, bad } = refusal;
  const title = titleOf(refusal);
  if (served) return `${title}: it served`;
  if (exit === undefined) {
    return `${title}: it still ran after ${watchedMs} ms and never served; ${processes} processes were seen`;
  }
  if (exit.code === 0) return `${title}: it ended with 0`;
  if (!named) return `${title}: it did not name ${bad.variable}`;
  return undefined;
}
