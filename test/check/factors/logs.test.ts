import { mkdtempSync, rmSync } from 'node:fs';
import { afterAll, describe, it, vi } from 'vitest';
import { type BrokenApp, itSees } from '../brokenApp.ts';
import { examine, withApp } from '../examineApp.ts';

vi.setConfig({ maxConcurrency: 4, testTimeout: 120_000 });

/** A folder of the machine that is none of the app's. */
const ELSEWHERE = mkdtempSync('/tmp/elsewhere-');
afterAll(() => rmSync(ELSEWHERE, { recursive: true }));

const SERVER = 'server.mjs';
const WRITE = 'process.stdout.write(`';
const ACCESS = "log('info', 'request', {";
const HANDLE = 'async function handle(request, response) {';
const APPEND = "import { appendFileSync } from 'node:fs';\nimport { randomUUID }";

const brokenApps: readonly BrokenApp[] = [
  [
    'logs to stderr',
    { edits: [[SERVER, WRITE, 'process.stderr.write(`']] },
    'logs.stdout',
    /nothing came on stdout; \d+ lines came on stderr/,
  ],
  [
    'logs nothing',
    { edits: [[SERVER, WRITE, 'void (`']] },
    'logs.stdout',
    /nothing came on stdout, from its start to its end/,
  ],
  [
    'keeps its lines in a buffer until it ends',
    {
      edits: [
        [SERVER, WRITE, 'held.push(`'],
        [
          SERVER,
          'let draining = false;',
          "let draining = false;\n  const held = [];\n  process.on('exit', () => process.stdout.write(held.join('')));",
        ],
      ],
    },
    'logs.stdout',
    /all \d+ lines came when it ended/,
  ],
  [
    'holds the line of a request back',
    {
      edits: [
        [
          SERVER,
          'if (draining) process.exit(1);',
          'if (draining) process.exit(1);\n    for (const late of held) late();',
        ],
        [SERVER, ACCESS, "held.push(() => log('info', 'request', {"],
        [
          SERVER,
          '...(trace ? { trace_id: trace } : {}) });',
          '...(trace ? { trace_id: trace } : {}) }));',
        ],
        [SERVER, 'let draining = false;', 'let draining = false;\n  const held = [];'],
      ],
    },
    'logs.stdout',
    /the line of a request came \d+ ms after its answer/,
  ],
  [
    'prints a stack trace among its JSON',
    {
      edits: [
        [
          SERVER,
          "log('warning', 'bad request', { code: error.code });",
          'console.log(error.stack);',
        ],
      ],
    },
    'logs.one-event-a-line',
    /a line is no JSON object: .*Error/,
  ],
  [
    'has two lines for a request',
    { edits: [[SERVER, `${ACCESS} request_id`, `for (const _ of [1, 2]) ${ACCESS} request_id`]] },
    'logs.requests',
    /has 2 lines/,
  ],
  [
    'forgets the requests of one method',
    { edits: [[SERVER, ACCESS, `if (request.method !== 'DELETE') ${ACCESS}`]] },
    'logs.requests',
    /DELETE .* has 0 lines/,
  ],
  [
    'appends to a log in its folder',
    {
      edits: [
        [SERVER, 'import { randomUUID }', APPEND],
        [SERVER, HANDLE, `${HANDLE}\n    appendFileSync('requests.log', 'one');`],
      ],
    },
    'logs.no-files',
    /it wrote a log to requests\.log/,
  ],
  [
    'tells a file outside of its folder of its requests',
    {
      edits: [
        [SERVER, 'import { randomUUID }', APPEND],
        [
          SERVER,
          HANDLE,
          `${HANDLE}\n    appendFileSync('${ELSEWHERE}/requests.txt', request.url);`,
        ],
      ],
    },
    'logs.no-files',
    /it wrote a log to \/tmp\/elsewhere-\w+\/requests\.txt/,
  ],
  [
    'logs headers',
    { edits: [[SERVER, `${ACCESS} request_id`, `${ACCESS} headers: request.headers, request_id`]] },
    'logs.no-secrets',
    /a line shows a secret: .*Bearer \[secret\]/,
  ],
  [
    'logs its configuration, encoded',
    {
      edits: [
        [
          SERVER,
          'let draining = false;',
          "let draining = false;\n  console.log(JSON.stringify({ token: Buffer.from(config.token).toString('base64') }));",
        ],
      ],
    },
    'logs.no-secrets',
    /a line shows a secret: \{"token":"\[secret\]/,
  ],
  [
    'warns on stderr',
    {
      edits: [
        [SERVER, 'let draining = false;', "let draining = false;\n  console.error('beware');"],
      ],
    },
    'logs.stderr-empty',
    /on stderr: beware/,
  ],
];

const TEXT = [
  "${JSON.stringify({ time, level, message, service: 'good', version: config.version, ...fields })}",
  '${message} ${fields.path ?? ""} ${fields.status ?? ""}',
] as const;

describe('logs', () => {
  it.concurrent('hold for an app whose log is JSON', ({ expect }) =>
    withApp({}, async (app) => {
      for (const name of [
        'stdout',
        'one-event-a-line',
        'requests',
        'no-files',
        'no-secrets',
        'stderr-empty',
      ]) {
        const { status, observed } = await examine(app, `logs.${name}`);
        expect(`${status}: ${observed}`).toMatch(/^holds: /);
      }
    }));

  it.concurrent('hold for an app whose log is text, of which no JSON is asked', ({ expect }) =>
    withApp({ edits: [[SERVER, ...TEXT]] }, async (app) => {
      for (const name of ['stdout', 'requests', 'no-files', 'no-secrets']) {
        const { status, observed } = await examine(app, `logs.${name}`);
        expect(`${status}: ${observed}`).toMatch(/^holds: /);
      }
      for (const name of ['one-event-a-line', 'stderr-empty']) {
        const { status, observed } = await examine(app, `logs.${name}`);
        expect(`${status}: ${observed}`).toBe('not-checked: its lines are text, not JSON');
      }
    }));

  it.concurrent('are not asked to tell of requests', ({ expect }) =>
    withApp({ edits: [[SERVER, ACCESS, `if (false) ${ACCESS}`]] }, async (app) => {
      const { status } = await examine(app, 'logs.requests');
      expect(status).toBe('not-checked');
      expect((await examine(app, 'logs.stdout')).status).toBe('holds');
    }));

  itSees(brokenApps);
});
