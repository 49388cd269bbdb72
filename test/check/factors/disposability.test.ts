import { describe, it, vi } from 'vitest';
import { asPid1 } from '../../../src/check/harness/isolation.ts';
import { type BrokenApp, itSees } from '../brokenApp.ts';
import { examine, withApp } from '../examineApp.ts';
import { startJobBroker } from '../jobBroker.ts';

vi.setConfig({ maxConcurrency: 6, testTimeout: 120_000 });

const DRAIN = 'if (draining) process.exit(1);\n    draining = true;';
const HANDLERS =
  "for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => stop(signal));\n";
/** It is given little time to end, so that one that does not end is soon seen. */
const HURRY = { environment: { SHUTDOWN_TIMEOUT: '2' } };
const noPid1 = !asPid1().possible;

const NPM = {
  files: {
    Procfile: 'web: npm start\n',
    'package.json': JSON.stringify({ name: 'app', scripts: { start: 'node main.mjs web' } }),
  },
};

const SERVER = 'server.mjs';

const BEHIND_BROKER = {
  fixture: 'queue',
  told: {
    state: [
      {
        name: 'a job',
        resource: 'BROKER_URL',
        write: { method: 'POST', path: '/jobs' },
        read: { path: '/jobs/1' },
      },
    ],
  },
};

const brokenApps: readonly BrokenApp[] = [
  [
    'exits 0 at once and drops what is in flight',
    { edits: [[SERVER, DRAIN, 'process.exit(0);']] },
    'disposability.drains',
    /request in flight at SIGTERM was lost: the connection was closed/,
  ],
  [
    'answers what is in flight with 503',
    {
      edits: [
        [
          SERVER,
          'return send(response, 200, answer);',
          'return send(response, draining ? 503 : 200, answer);',
        ],
      ],
    },
    'disposability.drains',
    /answered with 503/,
  ],
  [
    'ends as if it had failed',
    { edits: [[SERVER, 'draining = true;', 'draining = true;\n    process.exitCode = 3;']] },
    'disposability.drains',
    /SIGTERM ended it with 3/,
  ],
  [
    'drains and never ends',
    { edits: [[SERVER, DRAIN, 'return;']] },
    'disposability.drains',
    /still ran 2 s after SIGTERM/,
  ],
  [
    'has no handler',
    { edits: [['main.mjs', HANDLERS, '']] },
    'disposability.drains-pid1',
    /still ran 2 s after SIGTERM\nGET \/ still answered 200/,
  ],
  [
    'handles SIGTERM alone',
    { edits: [['main.mjs', "['SIGTERM', 'SIGINT']", "['SIGTERM']"]] },
    'disposability.interrupt',
    /request in flight at SIGINT was lost/,
  ],
  [
    'is run by npm, which leaves it behind',
    NPM,
    'disposability.nothing-survives',
    /'node' \(\d+\) lived on[\s\S]*still answered 200/,
  ],
  [
    'leaves a daemon in a session of its own',
    {
      edits: [
        [
          SERVER,
          'let draining = false;',
          "let draining = false;\n  (await import('node:child_process')).spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore', detached: true }).unref();",
        ],
      ],
    },
    'disposability.nothing-survives',
    /'node' \(\d+\) lived on/,
  ],
  [
    'waits for idle connections until its time is up',
    {
      edits: [
        [SERVER, 'server.close();\n      server.closeAllConnections();', 'server.close();'],
        [
          SERVER,
          'onStop((signal) => {',
          'server.closeIdleConnections = () => {};\n  onStop((signal) => {',
        ],
        [SERVER, 'keepAliveTimeout: 5000', 'keepAliveTimeout: 60_000'],
      ],
    },
    'disposability.idle-connections',
    /SIGTERM ended it with 1/,
  ],
  [
    'has a Dockerfile whose shell keeps SIGTERM',
    { files: { Dockerfile: 'FROM node:20\nCMD true && node main.mjs web\n' } },
    'disposability.image-command-pid1',
    /SIGTERM did nothing[\s\S]*as PID 1: \/bin\/sh -c true && node main.mjs web/,
  ],
  [
    'installs its handler after a slow start',
    {
      edits: [
        ['main.mjs', HANDLERS, ''],
        [
          'main.mjs',
          "const { readConfig } = await import('./config.mjs');",
          `await new Promise((resolve) => setTimeout(resolve, 1_500));\n${HANDLERS}const { readConfig } = await import('./config.mjs');`,
        ],
      ],
    },
    'disposability.stops-while-starting-pid1',
    /SIGTERM while it started was lost\nSIGTERM \d+ ms after the start did nothing: it served after \d+ ms/,
  ],
  [
    'ends before it serves',
    {
      files: {
        'main.mjs': "console.error('no luck');\nprocess.exit(3);\n",
        'env.schema.json': '{ "properties": { "PORT": { "type": "integer" } } }',
      },
    },
    'disposability.starts',
    /it never answered\n {2}stderr: no luck/,
  ],
];

describe('disposability', () => {
  it.concurrent('holds for an app that drains', ({ expect }) =>
    withApp(
      { files: { Dockerfile: 'FROM node:20\nCMD ["node", "main.mjs", "web"]\n' } },
      async (app) => {
        const ids = ['starts', 'drains', 'interrupt', 'nothing-survives', 'idle-connections'];
        const inNamespace = noPid1
          ? []
          : ['drains-pid1', 'stops-while-starting-pid1', 'image-command-pid1'];
        for (const name of [...ids, ...inNamespace]) {
          const { status, observed } = await examine(app, `disposability.${name}`);
          expect(`${status}: ${observed}`).toMatch(/^holds: /);
        }
      },
    ));

  it.concurrent('holds a request by the reply of a service, where no body can be sent', async ({
    expect,
  }) => {
    const broker = await startJobBroker();
    const made = { ...BEHIND_BROKER, given: { BROKER_URL: broker.url } };
    const { status, observed } = await withApp(made, (app) =>
      examine(app, 'disposability.drains'),
    ).finally(() => broker.stop());
    expect(`${status}: ${observed}`).toMatch(/^holds: the request in flight was answered/);
  });

  it.concurrent('sees that such a request is dropped', async ({ expect }) => {
    const broker = await startJobBroker();
    const edits = [['web.mjs', '() => server.close()', '() => process.exit(0)']] as const;
    const made = { ...BEHIND_BROKER, edits, given: { BROKER_URL: broker.url } };
    const { status, observed } = await withApp(made, (app) =>
      examine(app, 'disposability.drains'),
    ).finally(() => broker.stop());
    expect(`${status}: ${observed}`).toMatch(/^broken: the request in flight at SIGTERM was lost/);
  });

  it.concurrent('says nothing of draining where nothing can be held', ({ expect }) =>
    withApp({ fixture: 'queue', given: { BROKER_URL: 'http://127.0.0.1:9/' } }, async (app) => {
      const { status, observed } = await examine(app, 'disposability.drains');
      expect(`${status}: ${observed}`).toMatch(
        /^not-checked: ended with 0 \d+ ms after SIGTERM, but nothing was in flight: no request/,
      );
    }));

  itSees(brokenApps.map(([name, app, ...rest]) => [name, { told: HURRY, ...app }, ...rest]));
});
