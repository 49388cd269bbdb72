import { describe, it, vi } from 'vitest';
import { type AppUnderTest, examine, withApp } from '../examineApp.ts';

vi.setConfig({ maxConcurrency: 4, testTimeout: 120_000 });

const CONFIG = 'config.mjs';
const MAIN = 'main.mjs';
const READ = 'const config = readConfig(process.env);';
const TASK = { admin: { 'check-config': 'node main.mjs check-config' } };
/** Where the good app reads a secret, and where it takes an empty one for none. */
const READ_SECRET = 'let value = text(name);';
const EMPTY = [
  CONFIG,
  "if (value === undefined || value === '') return fail(name, 'is missing');",
  "if (value === undefined) return fail(name, 'is missing');\n    if (value === '') return value;",
] as const;
/** What the good app needs. */
const GIVEN = { API_TOKEN: 'not-a-real-token', UPSTREAM_URL: 'http://127.0.0.1:9/' };
const EXIT =
  "if (errors.length === 0) return config;\n  process.stderr.write(`${errors.join('\\n')}\\n`);\n  process.exit(78);";
const COMPOSE = `
services:
  web:
    build: .
    environment:
      API_TOKEN: "\${API_TOKEN:?make one}"
      UPSTREAM_URL: http://app:local-only@upstream:8080/
  upstream:
    image: nginx:1.29
`;

/** What a broken app is, which requirement sees it, and what it says. */
type Broken = readonly [name: string, app: AppUnderTest, breaks: string, saying: RegExp];

/** An app that reads the lines of a file before its environment is checked. */
function reading(set: string): AppUnderTest {
  const code = [
    "const { existsSync, readFileSync } = await import('node:fs');",
    "const lines = existsSync('.env') ? readFileSync('.env', 'utf8').split('\\n') : [];",
    "for (const [name, value] of lines.filter(Boolean).map((line) => line.split('='))) {",
    `  ${set}`,
    '}',
    READ,
  ];
  return { edits: [[MAIN, READ, code.join('\n')]] };
}

const brokenApps: readonly Broken[] = [
  [
    'has a value of its own for a secret',
    { edits: [[CONFIG, READ_SECRET, 'let value = text(name) ?? "not-a-real-default";']] },
    'config.missing',
    /web with API_TOKEN unset: it served/,
  ],
  [
    'has a value of its own for a secret',
    { edits: [[CONFIG, READ_SECRET, 'let value = text(name) ?? "not-a-real-default";']] },
    'config.no-default-secrets',
    /web with API_TOKEN unset: it served, with a value of its own/,
  ],
  [
    'has a secret in its schema',
    {
      edits: [
        ['env.schema.json', '"minLength": 8,', '"minLength": 8, "default": "change-me-now",'],
      ],
    },
    'config.no-default-secrets',
    /API_TOKEN has a default in env\.schema\.json/,
  ],
  [
    'ends with 0',
    { edits: [[CONFIG, 'process.exit(78);', 'process.exit(0);']] },
    'config.missing',
    /web with API_TOKEN unset: it ended with 0/,
  ],
  [
    'does not say what is missing',
    { edits: [[CONFIG, "${errors.join('\\n')}\\n", 'bad environment\\n']] },
    'config.missing',
    /web with API_TOKEN unset: it did not name API_TOKEN[\s\S]*stderr: bad environment/,
  ],
  [
    'starts its worker again for ever',
    {
      files: {
        Procfile: 'web: node supervisor.mjs\n',
        'supervisor.mjs': [
          "import { spawn } from 'node:child_process';",
          "const start = () => spawn('node', ['main.mjs', 'web'], { stdio: 'inherit' }).on('exit', () => setTimeout(start, 300));",
          'start();',
        ].join('\n'),
      },
    },
    'config.missing',
    /web with API_TOKEN unset: it still ran after \d+ ms and never served; ([3-9]|\d\d+) processes/,
  ],
  [
    'takes an empty value',
    { edits: [[CONFIG, "env[name] === '' ? undefined : env[name]", 'env[name]'], EMPTY] },
    'config.empty',
    /web with API_TOKEN empty: it served/,
  ],
  [
    'makes a number of anything',
    {
      edits: [
        [CONFIG, "if (!/^-?[0-9]+$/.test(value)) return fail(name, 'must be an integer');", ''],
        [
          CONFIG,
          'const number = Number(value);',
          'const number = Number.parseInt(value, 10) || 18_433;',
        ],
      ],
    },
    'config.malformed',
    /web with PORT [a-z ]+: it served/,
  ],
  [
    'lets an admin task run in any environment',
    {
      told: TASK,
      edits: [
        [
          CONFIG,
          EXIT,
          EXIT.replace('errors.length === 0', "(errors.length === 0 || process.argv[2] !== 'web')"),
        ],
      ],
    },
    'config.all-processes',
    /check-config with API_TOKEN unset: it ended with 0/,
  ],
  [
    'shows what it refuses',
    { edits: [[CONFIG, "fail(name, 'is not a URL')", 'fail(name, `${value} is not a URL`)']] },
    'config.no-values-shown',
    /web with UPSTREAM_URL a word: it showed the value of UPSTREAM_URL/,
  ],
  [
    'dumps its environment in base64 when it refuses',
    {
      edits: [
        [
          CONFIG,
          'process.exit(78);',
          "console.error(Buffer.from(JSON.stringify(env)).toString('base64'));\n  process.exit(78);",
        ],
      ],
    },
    'config.no-values-shown',
    /web with UPSTREAM_URL unset: it showed the value of API_TOKEN/,
  ],
  [
    'reads a .env file over its environment',
    reading('process.env[name] = value;'),
    'config.dotenv-ignored',
    /\.env file/,
  ],
  [
    'reads a .env file for what its environment lacks',
    reading('process.env[name] ??= value;'),
    'config.dotenv-ignored',
    /it took API_TOKEN from a \.env file|did not get ready/,
  ],
  [
    'has its port in the code',
    { edits: [[CONFIG, "integer('PORT', 1, 65535, 8000)", '18_431']] },
    'config.takes-effect',
    /another value of PORT did not change where it listened/,
  ],
  [
    'was built with its version',
    { edits: [[CONFIG, "text('RELEASE_VERSION') ?? 'dev'", "'dev'"]] },
    'config.takes-effect',
    /it answered with the default of RELEASE_VERSION although it was set/,
  ],
  [
    'forgets a variable in .env.example',
    { files: { '.env.example': 'API_TOKEN=\n' } },
    'config.declared',
    /\.env\.example lacks UPSTREAM_URL/,
  ],
  [
    'has a variable in .env.example that nothing declares',
    { files: { '.env.example': '# API_TOKEN=\nUPSTREAM_URL=\nFEATURE_X=on\n' } },
    'config.declared',
    /\.env\.example has FEATURE_X, which no schema knows/,
  ],
  [
    'forgets a variable in compose.yaml',
    { files: { 'compose.yaml': COMPOSE.replace(/ +UPSTREAM_URL.*\n/, '') } },
    'config.declared',
    /compose\.yaml \(web\) lacks UPSTREAM_URL/,
  ],
  [
    'spells a secret out in compose.yaml',
    { files: { 'compose.yaml': COMPOSE.replace('${API_TOKEN:?make one}', 'hunter2-hunter2') } },
    'config.declared',
    /compose\.yaml \(web\) holds a value of the secret API_TOKEN/,
  ],
];

describe('config', () => {
  it.concurrent('holds for an app that checks its environment', ({ expect }) =>
    withApp({ told: TASK, files: { 'compose.yaml': COMPOSE } }, async (app) => {
      const names = [
        'declared',
        'takes-effect',
        'missing',
        'empty',
        'malformed',
        'all-processes',
        'no-values-shown',
        'no-default-secrets',
        'dotenv-ignored',
      ];
      for (const name of names) {
        const { status, observed } = await examine(app, `config.${name}`);
        expect(`${status}: ${observed}`).toMatch(/^holds: /);
      }
    }));

  for (const [name, app, breaks, saying] of brokenApps) {
    it.concurrent(`${breaks} is broken by an app that ${name}`, async ({ expect }) => {
      const verdict = await withApp(app, (made) => examine(made, breaks));
      const text = [`${verdict.status}: ${verdict.observed}`, ...(verdict.evidence ?? [])];
      expect(text.join('\n')).toMatch(/^broken: /);
      expect(text.join('\n')).toMatch(saying);
    });
  }

  it.concurrent('guesses nothing of a project without a schema', ({ expect }) =>
    withApp(
      { fixture: 'good', files: { 'env.schema.json': '{ "properties": {} }' }, given: GIVEN },
      async (app) => {
        const missing = await examine(app, 'config.missing');
        expect(missing.status).toBe('holds');
        for (const name of ['empty', 'malformed', 'declared', 'no-values-shown']) {
          expect((await examine(app, `config.${name}`)).status).toBe('not-checked');
        }
      },
    ));

  it.concurrent('judges no refusal of an app that never starts', ({ expect }) =>
    withApp({ edits: [[MAIN, READ, `process.exit(3);\n${READ}`]] }, async (app) => {
      for (const name of ['missing', 'malformed', 'dotenv-ignored', 'takes-effect']) {
        const { status, observed } = await examine(app, `config.${name}`);
        expect(`${status}: ${observed}`).toMatch(/^not-checked: .*disposability\.starts/);
      }
    }));
});
