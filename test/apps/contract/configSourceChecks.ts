import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { freePort } from '../../../src/check/harness/freePort.ts';
import { httpRequest, jsonBody } from '../../../src/check/harness/httpRequest.ts';
import { type ContractCheck, PLAIN } from './contractCheck.ts';
import { expectNone } from './expectNone.ts';
import { observeRefusal, refusalFaults } from './observeRefusal.ts';
import type { PreparedApp } from './prepareApp.ts';
import { withWeb } from './runWeb.ts';

/** Section 3: where the configuration comes from. */
export const configSourceChecks: readonly ContractCheck[] = [
  {
    section: 'environment',
    title: 'an empty optional variable means its default',
    modes: PLAIN,
    examine: expectDefaults,
  },
  {
    section: 'environment',
    title: 'a .env file is neither obeyed nor needed',
    modes: PLAIN,
    examine: expectDotEnvIgnored,
  },
  {
    section: 'environment',
    title: 'variables that are not declared change nothing',
    modes: PLAIN,
    examine: expectStrangersIgnored,
  },
  {
    section: 'environment',
    title: 'NAME_FILE names a file with the value, where declared',
    modes: PLAIN,
    examine: expectFilesAccepted,
  },
];

/** Switches that other programs obey, and text that is hard to hold. */
const STRANGERS = {
  APP_ENV: 'production',
  NODE_ENV: 'test',
  FLASK_ENV: 'development',
  FLASK_DEBUG: '1',
  DEBUG: 'true',
  ENVIRONMENT: 'staging',
  HOST: '127.0.0.1',
  version: 'canary7f3a',
  X_LINES: 'one\ntwo\u001b[31m',
  X_LONG: 'x'.repeat(50_000),
};

async function expectDefaults(app: PreparedApp): Promise<void> {
  const optional = app.project.variables.filter(
    (variable) => !variable.required && variable.name !== 'PORT',
  );
  const changes = Object.fromEntries(optional.map((variable) => [variable.name, '']));
  const version = optional.find((variable) => variable.name === 'RELEASE_VERSION')?.default;
  await withWeb(app, { changes }, async (web) => {
    expect(jsonBody(await httpRequest(web.port, { path: '/' }))).toMatchObject({ version });
  });
}

async function expectDotEnvIgnored(app: PreparedApp): Promise<void> {
  const files = ['.env', '.env.local', '.flaskenv'].map((name) =>
    join(app.project.directory, name),
  );
  const required = app.project.variables.filter((variable) => variable.required);
  const valid = app.environment(8000);
  const poison = [
    'PORT=1',
    'LOG_LEVEL=canary7f3a',
    'RELEASE_VERSION=canary7f3a',
    'SHUTDOWN_TIMEOUT=0',
  ];
  const supply = required.map((variable) => `${variable.name}=${valid[variable.name]}`);
  for (const file of files) writeFileSync(file, `${[...poison, ...supply].join('\n')}\n`);
  try {
    await withWeb(app, {}, async (web) => {
      const answer = jsonBody(await httpRequest(web.port, { path: '/' }));
      expect(JSON.stringify(answer), 'obeyed').not.toContain('canary7f3a');
    });
    const faults: string[] = [];
    for (const { name } of required) {
      const environment = app.environment(await freePort(), { [name]: undefined });
      const refusal = await observeRefusal(app, app.web, environment);
      faults.push(
        ...refusalFaults(refusal, [name]).map((fault) => `${name} only in .env: ${fault}`),
      );
    }
    expectNone(faults, 'a required variable was taken from .env');
  } finally {
    for (const file of files) rmSync(file);
  }
}

async function expectStrangersIgnored(app: PreparedApp): Promise<void> {
  const [bare, crowded] = await Promise.all([
    withWeb(app, {}, (web) => facts(web.port)),
    withWeb(app, { changes: STRANGERS }, (web) => facts(web.port)),
  ]);
  expect(crowded).toEqual(bare);
}

async function facts(port: number): Promise<unknown> {
  const root = await httpRequest(port, { path: '/' });
  const missing = await httpRequest(port, { path: '/no-such-route' });
  const members = Object.keys(jsonBody(missing) as object).sort();
  return {
    root: jsonBody(root),
    status: missing.status,
    type: missing.headers['content-type'],
    members,
  };
}

async function expectFilesAccepted(app: PreparedApp): Promise<void> {
  const faults: string[] = [];
  for (const { name } of app.project.variables.filter((variable) => variable.file)) {
    const path = join(app.temporary, name);
    const value = app.environment(8000)[name] ?? '';
    const verdict = async (changes: Record<string, string | undefined>) =>
      observeRefusal(app, app.admin('check-config'), app.environment(8000, changes));
    writeFileSync(path, `${value}\n`, { mode: 0o600 });
    const taken = await verdict({ [name]: undefined, [`${name}_FILE`]: path });
    if (taken.exit?.code !== 0)
      faults.push(`${name}_FILE was not taken: ${taken.stderr.slice(0, 200)}`);
    const both = await verdict({ [`${name}_FILE`]: path });
    faults.push(
      ...refusalFaults(both, [name]).map((fault) => `${name} and ${name}_FILE: ${fault}`),
    );
    rmSync(path);
    const gone = await verdict({ [name]: undefined, [`${name}_FILE`]: path });
    faults.push(...refusalFaults(gone, [name]).map((fault) => `${name}_FILE is missing: ${fault}`));
  }
  expectNone(faults, 'values from files');
}
