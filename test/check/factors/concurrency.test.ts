import { mkdtempSync, rmSync } from 'node:fs';
import { afterAll, describe, it, vi } from 'vitest';
import { freePort } from '../../../src/check/harness/freePort.ts';
import { type BrokenApp, itSees } from '../brokenApp.ts';
import { type AppUnderTest, examine, withApp } from '../examineApp.ts';

vi.setConfig({ maxConcurrency: 4, testTimeout: 120_000 });

/** A folder of the machine that is none of the app's. */
const ELSEWHERE = mkdtempSync('/tmp/elsewhere-');
afterAll(() => rmSync(ELSEWHERE, { recursive: true }));
const [TAKEN, ALONE] = [await freePort(), await freePort()];

const SERVER = 'server.mjs';
const START = 'let draining = false;';
const MAIN = "const { readConfig } = await import('./config.mjs');";
const SPAWN = "(await import('node:child_process')).spawn";
const NO_RESOURCE: AppUnderTest = {
  files: {
    'env.schema.json': JSON.stringify({ properties: { PORT: { type: 'integer' } } }),
    'config.mjs':
      "export const readConfig = () => ({ port: Number(process.env.PORT), level: 'info', shutdownTimeout: 2 });\n",
  },
};

const brokenApps: readonly BrokenApp[] = [
  [
    'leaves its processes to a supervisor',
    { files: { Procfile: 'web: node main.mjs web\nall: supervisord -n\n' } },
    'concurrency.process-types',
    /'all' runs several by supervisord/,
  ],
  [
    'has a worker that its compose file does not run',
    {
      files: {
        Procfile: 'web: node main.mjs web\nworker: node worker.mjs\nrelease: node main.mjs x\n',
        'compose.yaml': 'services:\n  app:\n    build: .\n    command: node main.mjs web\n',
      },
    },
    'concurrency.process-types',
    /compose\.yaml does not run 'worker'/,
  ],
  [
    'needs a port besides for itself alone',
    { edits: [[SERVER, START, `${START}\n  createServer().listen(${TAKEN});`]] },
    'concurrency.two-of-each',
    /web \d of 2 .*ended with 1, while alone it runs/,
  ],
  [
    'has a worker of which there can be one',
    {
      ...NO_RESOURCE,
      files: {
        ...NO_RESOURCE.files,
        Procfile: 'web: node main.mjs web\nworker: node worker.mjs\n',
        'worker.mjs': `import { createServer } from 'node:net';\ncreateServer().listen(${ALONE});\n`,
      },
    },
    'concurrency.two-of-each',
    /worker \d of 2 .*ended with 1, while alone it runs/,
  ],
  [
    'goes into the background',
    {
      edits: [
        [
          'main.mjs',
          MAIN,
          `if (!process.argv[3]) {\n  ${SPAWN}(process.execPath, [process.argv[1], 'web', 'daemon'], { detached: true, stdio: 'ignore' }).unref();\n  process.exit(0);\n}\n${MAIN}`,
        ],
      ],
    },
    'concurrency.foreground',
    /what was started ended with 0, and left a daemon: 'node' \(\d+\)/,
  ],
  [
    'starts a daemon besides',
    {
      edits: [
        [
          SERVER,
          START,
          `${START}\n  ${SPAWN}('sh', ['-c', 'sleep 30 &'], { detached: true, stdio: 'ignore' }).unref();`,
        ],
      ],
    },
    'concurrency.foreground',
    /it left the foreground: a daemon is 'sleep' \(\d+\)/,
  ],
  [
    'writes a PID file and removes it in the end',
    {
      edits: [
        [
          'main.mjs',
          MAIN,
          `const { rmSync, writeFileSync } = await import('node:fs');\nwriteFileSync('app.pid', \`\${process.pid}\\n\`);\nprocess.on('exit', () => rmSync('app.pid', { force: true }));\n${MAIN}`,
        ],
      ],
    },
    'concurrency.no-pid-file',
    /it wrote a process id to app\.pid/,
  ],
  [
    'writes its process id elsewhere',
    {
      edits: [
        [
          'main.mjs',
          MAIN,
          `(await import('node:fs')).writeFileSync(\`${ELSEWHERE}/\${process.pid}\`, String(process.pid));\n${MAIN}`,
        ],
      ],
    },
    'concurrency.no-pid-file',
    /it wrote a process id to \/tmp\/elsewhere-\w+\/\d+/,
  ],
];

describe('concurrency', () => {
  it.concurrent('holds for an app that runs in the foreground', ({ expect }) =>
    withApp({}, async (app) => {
      for (const name of ['process-types', 'two-of-each', 'foreground', 'no-pid-file']) {
        const { status, observed } = await examine(app, `concurrency.${name}`);
        expect(`${status}: ${observed}`).toMatch(/^holds: /);
      }
    }));

  it.concurrent('runs no release twice, and leaves out what is done at once', ({ expect }) => {
    const Procfile = 'web: node main.mjs web\nrelease: node no-such.mjs\nseed: node -e 0\n';
    const app = { ...NO_RESOURCE, files: { ...NO_RESOURCE.files, Procfile } };
    return withApp(app, async (made) => {
      const { status, observed, evidence } = await examine(made, 'concurrency.two-of-each');
      expect(`${status}: ${observed}`).toBe('holds: two at once of web');
      expect(evidence).toEqual(['seed was left out: it does its work and ends']);
    });
  });

  it.concurrent('does not blame a worker whose service is absent', ({ expect }) => {
    const Procfile = 'web: node main.mjs web\nworker: node no-such.mjs\n';
    return withApp({ files: { Procfile } }, async (made) => {
      const { status, evidence } = await examine(made, 'concurrency.two-of-each');
      expect(status).toBe('holds');
      expect(evidence).toEqual(['worker was left out: nothing answers at UPSTREAM_URL']);
    });
  });

  itSees(brokenApps);
});
