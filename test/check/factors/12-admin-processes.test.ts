import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import type { Environment } from '../../../src/check/harness/validEnvironment.ts';
import { type AppUnderTest, examine, withApp } from '../examineApp.ts';

vi.setConfig({ maxConcurrency: 4, testTimeout: 90_000 });

const MAIN = 'main.mjs';
/** What the good app does for `check-config`; here it does more. */
const CHECKED = "console.log('the environment is valid')";
const TOLD = { 'check-config': 'node main.mjs check-config', console: 'node console.mjs' };
/** A console without a terminal: an expression and its value. */
const CONSOLE =
  "import { runInNewContext } from 'node:vm';\nconsole.log(runInNewContext(process.argv[3]));\n";
/** Prepares what web needs, here a file; whoever comes second finds it. */
const RELEASE = [
  "import { writeFileSync } from 'node:fs';",
  'try {',
  "  writeFileSync('prepared', '', { flag: 'wx' });",
  '} catch (error) {',
  "  if (error.code !== 'EEXIST') throw error;",
  '}',
].join('\n');
const PROCFILE = 'web: node main.mjs web\nrelease: node release.mjs\n';
const FILES = { Procfile: PROCFILE, 'release.mjs': RELEASE, 'console.mjs': CONSOLE };

/** What a broken app is, which requirement sees it, and what it says. */
type Broken = readonly [name: string, app: AppUnderTest, breaks: string, saying: RegExp];

const brokenApps: readonly Broken[] = [
  [
    'fails when its release is there already',
    { files: { ...FILES, 'release.mjs': RELEASE.replace('EEXIST', 'ENOSPC') } },
    'release-twice',
    /release ended with 1 \(2 of 2\)[\s\S]*EEXIST/,
  ],
  [
    'fails while another release is prepared',
    {
      files: {
        ...FILES,
        'release.mjs':
          "import { mkdirSync, rmdirSync } from 'node:fs';\nmkdirSync('lock');\nsetTimeout(() => rmdirSync('lock'), 1_500);\n",
      },
    },
    'release-three-at-once',
    /release ended with 1 \(2 of 3\)[\s\S]*EEXIST/,
  ],
  [
    'runs its release when web starts',
    {
      files: FILES,
      edits: [
        [
          MAIN,
          'await serve(',
          "(await import('node:child_process')).execFileSync(process.execPath, ['release.mjs']);\n  await serve(",
        ],
      ],
    },
    'not-at-boot',
    /web ran the release when it started: \S*node release\.mjs/,
  ],
  [
    'has an admin task that fails',
    { edits: [[MAIN, CHECKED, 'process.exit(4)']] },
    'one-off',
    /check-config ended with 4/,
  ],
  [
    'has an admin task that listens',
    {
      edits: [
        [
          MAIN,
          CHECKED,
          "(await import('node:net')).createServer().listen(0, () => setTimeout(process.exit, 1_000, 0))",
        ],
      ],
    },
    'one-off',
    /check-config listened on port \d+/,
  ],
  [
    'runs a task with another environment',
    { told: { admin: { 'check-config': 'env LOG_LEVEL=debug node main.mjs check-config' } } },
    'same-environment',
    /check-config had another LOG_LEVEL in its environment than web/,
  ],
  [
    'prepares its release with another environment',
    {
      files: {
        ...FILES,
        Procfile: PROCFILE.replace('node release', 'env API_TOKEN=another-token node release'),
      },
    },
    'same-environment',
    /release had another API_TOKEN in its environment than web/,
  ],
  [
    'has a console that takes no expression',
    { files: { ...FILES, 'console.mjs': 'console.log("> ");\n' } },
    'console',
    /console did not print 42/,
  ],
];

/** What UPSTREAM_URL names: it is there, so that a task that fails has no excuse. */
let upstream: Server;
const given = (): Environment => {
  const { port } = upstream.address() as AddressInfo;
  return { UPSTREAM_URL: `http://127.0.0.1:${port}/` };
};

beforeAll(async () => {
  upstream = createServer((_, response) => response.end());
  await new Promise<void>((listening) => upstream.listen(0, '127.0.0.1', listening));
});

afterAll(() => upstream.close());

describe('admin processes', () => {
  it.concurrent('hold for an app that prepares its release apart', ({ expect }) =>
    withApp({ told: { admin: TOLD }, files: FILES, given: given() }, async (app) => {
      const names = [
        'not-at-boot',
        'release-twice',
        'release-three-at-once',
        'one-off',
        'same-environment',
        'console',
      ];
      for (const name of names) {
        const { status, observed } = await examine(app, `admin-processes.${name}`);
        expect(`${status}: ${observed}`).toMatch(/^holds: /);
      }
    }));

  for (const [name, app, breaks, saying] of brokenApps) {
    it.concurrent(`are broken by an app that ${name}`, async ({ expect }) => {
      const made = { told: { admin: TOLD }, given: given(), ...app };
      const verdict = await withApp(made, (one) => examine(one, `admin-processes.${breaks}`));
      const text = [`${verdict.status}: ${verdict.observed}`, ...(verdict.evidence ?? [])];
      expect(text.join('\n')).toMatch(/^broken: /);
      expect(text.join('\n')).toMatch(saying);
    });
  }

  it.concurrent('are not checked where no task is known', ({ expect }) =>
    withApp({}, async (app) => {
      for (const name of ['not-at-boot', 'release-twice', 'one-off', 'same-environment']) {
        const { status } = await examine(app, `admin-processes.${name}`);
        expect(status).toBe('not-checked');
      }
    }));
});
