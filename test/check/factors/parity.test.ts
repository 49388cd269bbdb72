import { describe, expect, it, vi } from 'vitest';
import { inNewNetwork } from '../../../src/check/harness/isolation.ts';
import { LOOPBACK_ONLY } from '../../../src/check/harness/networkScripts.ts';
import { isSameVersion } from '../../../src/check/scenarios/serviceImages.ts';
import { examineKeeper, verdictOnKeeper } from '../keeperApp.ts';

const network = inNewNetwork(LOOPBACK_ONLY, '1', '');
if (!network.possible && process.env.CI === 'true') throw new Error(network.reason);

vi.setConfig({ maxConcurrency: 4, testTimeout: 60_000 });

const id = (name: string) => `parity.${name}`;

const WORKFLOW = '.github/workflows/ci.yml';
const workflow = (image: string): string => `
jobs:
  test:
    services:
      store:
        image: ${image}
`;

describe.concurrent('an app that is run the same everywhere', () => {
  it('keeps the factor', async ({ expect }) => {
    const ids = ['same-services', 'same-command', 'same-interface'].map(id);
    const more = network.possible ? [id('no-other-database')] : [];
    const verdicts = await examineKeeper([...ids, ...more], {
      files: { [WORKFLOW]: workflow('docker.io/library/redis:8.2-alpine') },
    });
    expect(Object.entries(verdicts).filter(([, { status }]) => status !== 'holds')).toEqual([]);
    expect(verdicts[id('same-services')]?.observed).toBe('the same everywhere: redis:8.2');
    expect(verdicts[id('same-command')]?.observed).toBe(
      "the process type web, the Dockerfile, compose.yaml run the same; what serves is 'node main.mjs'",
    );
  });

  it('is not checked for what only one file tells', async ({ expect }) => {
    const files = { Dockerfile: 'FROM scratch\n', 'compose.yaml': 'services: {}\n' };
    const ids = ['same-services', 'same-command', 'same-interface'].map(id);
    const verdicts = await examineKeeper(ids, { files });
    for (const { status } of Object.values(verdicts)) expect(status).toBe('not-checked');
  });
});

describe.concurrent('versions of a service', () => {
  it.for([
    ['a workflow', WORKFLOW, workflow('redis:7')],
    [
      'a manifest',
      'k8s/store.yaml',
      'spec: { template: { spec: { containers: [{ image: redis:7 }] } } }',
    ],
  ])('that differ in %s are found', async ([, file = '', text = ''], { expect }) => {
    const verdict = await verdictOnKeeper(id('same-services'), { files: { [file]: text } });
    expect(verdict.observed).toBe(`compose.yaml names redis:8.2, and ${file} 7`);
  });

  it('may be told more exactly by one of two', () => {
    expect(isSameVersion('17', '17.2-alpine')).toBe(true);
    expect(isSameVersion('v1.8.0', '1.8.0')).toBe(true);
    expect(isSameVersion('17', '16')).toBe(false);
    expect(isSameVersion('17', 'latest')).toBe(false);
  });
});

/** Another server, which knows one route less. */
const OTHER = `
import { createServer } from 'node:http';
createServer((request, response) => {
  response.statusCode = request.url === '/visits' ? 404 : 200;
  response.setHeader('Content-Type', 'application/json');
  response.end('{"status":"ok"}');
}).listen(process.env.PORT);
`;

describe.concurrent('the command for web', () => {
  it('that differs in the Dockerfile is found by what serves', async ({ expect }) => {
    const { observed, evidence } = await verdictOnKeeper(id('same-command'), {
      files: { 'other.mjs': OTHER, Dockerfile: 'FROM node:20\nCMD ["node", "other.mjs"]\n' },
    });
    expect(observed).toBe('what serves is not the same: node main.mjs | node other.mjs');
    expect(evidence).toContain('the Dockerfile: node other.mjs');
  });

  it('that differs in the compose file is found', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('same-command'), {
      files: {
        'other.mjs': OTHER,
        'compose.yaml': 'services: { web: { build: ., command: node other.mjs } }',
      },
    });
    expect(verdict.observed).toBe('what serves is not the same: node main.mjs | node other.mjs');
  });

  it('that is for developers in one place alone is found', async ({ expect }) => {
    const { observed, evidence } = await verdictOnKeeper(id('same-command'), {
      files: { 'compose.yaml': 'services: { web: { build: ., command: node --watch main.mjs } }' },
    });
    expect(observed).toBe('compose.yaml alone runs it with --watch');
    expect(evidence).toContain('compose.yaml: node --watch main.mjs');
  });

  it.for([
    'CMD node main.mjs',
    'CMD exec node main.mjs',
    'CMD NODE_ENV=production exec node main.mjs',
    'ENTRYPOINT ["/usr/local/bin/node"]\nCMD ["main.mjs"]',
    'CMD ["sh", "-c", "cd . && exec node main.mjs"]',
  ])('may be written in another way: %s', async (lines, { expect }) => {
    const verdict = await verdictOnKeeper(id('same-command'), {
      files: { Dockerfile: `FROM node:20\n${lines}\n`, 'compose.yaml': 'services: {}' },
    });
    expect(verdict.status).toBe('holds');
  });

  it('is not compared with itself when only the Dockerfile gives it', async ({ expect }) => {
    const { status, observed } = await verdictOnKeeper(id('same-command'), {
      files: { Procfile: '', 'compose.yaml': 'services: {}' },
    });
    expect({ status, observed }).toEqual({
      status: 'not-checked',
      observed: 'fewer than two files say how web is run',
    });
  });

  it('is not judged when its program is not here', async ({ expect }) => {
    const files = { Dockerfile: 'FROM scratch\nCMD ["/srv/keeper", "serve"]\n' };
    const verdict = await verdictOnKeeper(id('same-command'), { files });
    expect(verdict.status).toBe('not-checked');
    expect(verdict.observed).toContain('the Dockerfile: keeper serve');
  });

  it('that serves something else is found by its answers', async ({ expect }) => {
    const { observed, evidence } = await verdictOnKeeper(id('same-interface'), {
      files: { 'other.mjs': OTHER, Dockerfile: 'FROM node:20\nCMD ["node", "other.mjs"]\n' },
    });
    const all = [observed, ...(evidence ?? [])];
    expect(all).toContain(
      'GET /visits answered 200 application/json here and 404 application/json there',
    );
  });
});

/** Opens a file that begins as a SQLite database does, and keeps it open. */
const openDatabase = (path: string): string => `
const { openSync, writeSync } = await import('node:fs');
writeSync(openSync(${path}, 'w+'), 'SQLite format 3\\0');
`;
const sql = {
  given: { STORE_URL: 'postgres://127.0.0.1:9/app' },
  files: { 'compose.yaml': 'services: { database: { image: "postgres:17" } }' },
};
const START = 'const routes = {';
const REFUSAL = "console.error('STORE_URL must be the URL of a store');\n  process.exit(78);";

describe.skipIf(!network.possible).concurrent('a SQLite database', () => {
  it('that web opens beside a server is found', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('no-other-database'), {
      ...sql,
      edits: [['main.mjs', START, `${openDatabase("'dev.db'")}${START}`]],
    });
    expect(verdict.observed).toMatch(
      /^it opened the SQLite database \S+dev\.db, and compose\.yaml names postgres$/,
    );
  });

  it('that is all that it has is not said to be none', async ({ expect }) => {
    const start = `${openDatabase("'dev.db'")}${START}`;
    const verdict = await verdictOnKeeper(id('no-other-database'), {
      edits: [['main.mjs', START, start]],
    });
    expect(`${verdict.status}: ${verdict.observed}`).toMatch(
      /^not-checked: it uses the SQLite database \S*dev\.db, and names no server$/,
    );
  });

  it('that takes the place of a URL that is missing is found', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('no-other-database'), {
      ...sql,
      edits: [['main.mjs', REFUSAL, openDatabase("'dev.db'")]],
    });
    expect(verdict.observed).toMatch(
      /^without STORE_URL it opened the SQLite database \S+dev\.db$/,
    );
  });

  it('that a URL may name although it is declared as another is found', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('no-other-database'), {
      ...sql,
      edits: [
        ['main.mjs', REFUSAL, `if (url) {${openDatabase('url.slice(9)')}} else {${REFUSAL}}`],
        ['env.schema.json', '"redis"', '"postgres"'],
      ],
    });
    expect(verdict.observed).toBe('it used SQLite as STORE_URL, which is declared as postgres');
  });

  it('is not taken for the URL of a declared kind, even if it is not used', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('no-other-database'), {
      edits: [['main.mjs', '/^(redis|postgres):/', '/^(redis|sqlite):/']],
    });
    expect(verdict.observed).toBe('it took SQLite for STORE_URL, which is declared as redis');
  });
});
