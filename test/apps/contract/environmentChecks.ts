import { freePort } from '../../../src/check/harness/freePort.ts';
import { inParallel } from '../../../src/check/harness/inParallel.ts';
import { type InvalidValue, invalidValues } from '../../../src/check/harness/invalidValues.ts';
import type { EnvVariable } from '../../../src/check/harness/readEnvSchema.ts';
import { type ContractCheck, PLAIN } from './contractCheck.ts';
import { expectNone } from './expectNone.ts';
import { observeRefusal, refusalFaults } from './observeRefusal.ts';
import type { PreparedApp } from './prepareApp.ts';

/** How many starts at a time: a start is mostly work, and there may be two cores only. */
const WIDTH = { full: 2, brief: 1 };

/** Section 3: what a bad environment does. */
export const environmentChecks: readonly ContractCheck[] = [
  {
    section: 'environment',
    title: 'each wrong value of each variable stops it with 78 before it listens',
    modes: PLAIN,
    examine: expectEachRefused,
  },
  {
    section: 'environment',
    title: 'all errors are reported at once, by every process type and admin task',
    modes: PLAIN,
    examine: expectAllReported,
  },
  {
    section: 'environment',
    title: 'check-config says so: 0 when valid, also with every optional variable empty, else 78',
    modes: PLAIN,
    examine: expectVerdict,
  },
];

async function expectEachRefused(app: PreparedApp): Promise<void> {
  const values = app.project.variables.flatMap(invalidValues);
  const faults: string[] = [];
  await inParallel(values, WIDTH[app.effort ?? 'full'], async (value) => {
    if (app.effort === 'brief' && faults.length > 0) return;
    faults.push(...(await faultsOf(app, value)));
  });
  expectNone(faults, `${values.length} wrong values`);
}

async function faultsOf(app: PreparedApp, invalid: InvalidValue): Promise<string[]> {
  const port = await freePort();
  const environment = app.environment(port, { [invalid.variable]: invalid.value });
  const refusal = await observeRefusal(app, app.web, environment);
  const faults = refusalFaults(refusal, [invalid.variable]);
  const output = refusal.stdout + refusal.stderr;
  if (invalid.canary !== undefined && output.includes(invalid.canary))
    faults.push('showed the value');
  for (const variable of shownSecrets(app.project.variables, environment, output)) {
    faults.push(`showed the value of ${variable}`);
  }
  return faults.map((fault) => `${invalid.variable} ${invalid.fault}: ${fault}`);
}

function shownSecrets(
  variables: readonly EnvVariable[],
  environment: Readonly<Record<string, string>>,
  output: string,
): string[] {
  const secrets = variables.filter((variable) => variable.secret).map((variable) => variable.name);
  return secrets.filter((name) => {
    const value = environment[name] ?? '';
    return value.length > 5 && output.includes(value);
  });
}

async function expectAllReported(app: PreparedApp): Promise<void> {
  const changes = Object.fromEntries(
    app.project.variables.flatMap((variable) => {
      const [first] = invalidValues(variable);
      return first === undefined ? [] : [[first.variable, first.value] as const];
    }),
  );
  const types = app.project.processes.map((type) => [type.name, type.argv] as const);
  const admin = [['check-config', app.admin('check-config')] as const];
  const faults: string[] = [];
  for (const [name, argv] of [...types, ...admin]) {
    const refusal = await observeRefusal(app, argv, app.environment(await freePort(), changes));
    const found = refusalFaults(refusal, Object.keys(changes));
    faults.push(...found.map((fault) => `${name}: ${fault}`));
  }
  expectNone(faults, 'every variable wrong at once');
}

async function expectVerdict(app: PreparedApp): Promise<void> {
  const port = await freePort();
  const optional = app.project.variables.filter((variable) => !variable.required);
  const empty = Object.fromEntries(optional.map((variable) => [variable.name, '']));
  const cases = [
    ['a valid environment', {}],
    ['optional variables empty', empty],
  ] as const;
  const faults: string[] = [];
  for (const [name, changes] of cases) {
    const argv = app.admin('check-config');
    const seen = await observeRefusal(app, argv, app.environment(port, changes));
    if (seen.exit?.code !== 0)
      faults.push(`${name}: ended with ${seen.exit?.code}, not 0: ${seen.stderr}`);
    else if (seen.stdout.trim() === '') faults.push(`${name}: printed no verdict`);
    if (seen.stderr !== '') faults.push(`${name}: wrote to stderr: ${seen.stderr.slice(0, 200)}`);
    if (seen.listened.length > 0) faults.push(`${name}: listened on ${seen.listened}`);
  }
  expectNone(faults, 'check-config');
}
