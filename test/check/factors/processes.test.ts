import { describe, it, vi } from 'vitest';
import { onReadOnlyRoot } from '../../../src/check/harness/isolation.ts';
import { examineKeeper, IN_MEMORY, verdictOnKeeper } from '../keeperApp.ts';

const readOnly = onReadOnlyRoot({ temporary: '/tmp', folders: [] });
if (!readOnly.possible && process.env.CI === 'true') throw new Error(readOnly.reason);

vi.setConfig({ maxConcurrency: 4, testTimeout: 60_000 });

const id = (name: string) => `processes.${name}`;
const VISITS = 'POST /visits';

describe.concurrent('an app that keeps its state in a service', () => {
  it('keeps the factor', async ({ expect }) => {
    const ids = ['same-answers', 'shares-state', 'survives-kill', 'writes-nothing'].map(id);
    const more = readOnly.possible ? [id('read-only-root')] : [];
    const verdicts = await examineKeeper([...ids, ...more]);
    expect(Object.entries(verdicts).filter(([, { status }]) => status !== 'holds')).toEqual([]);
    expect(verdicts[id('shares-state')]?.observed).toBe(
      'a note, the visits: 4 writes by turns were seen by the other instance',
    );
  });

  it('is tried by its OpenAPI document when nothing else tells of state', async ({ expect }) => {
    const { status, observed } = await verdictOnKeeper(id('shares-state'), { told: {} });
    expect(status).toBe('holds');
    expect(observed).toContain(VISITS);
  });

  it('is not checked when nothing tells of state', async ({ expect }) => {
    const files = { 'openapi.json': '{ "paths": { "/livez": { "get": {} } } }' };
    const verdict = await verdictOnKeeper(id('shares-state'), { told: {}, files });
    expect(verdict.status).toBe('not-checked');
    expect(verdict.observed).toContain("tell them in 'state'");
  });

  it('is not checked when its service is absent', async ({ expect }) => {
    const given = { STORE_URL: 'redis://127.0.0.1:9/0' };
    const { status, observed } = await verdictOnKeeper(id('survives-kill'), { given });
    expect({ status, observed }).toEqual({
      status: 'not-checked',
      observed: 'a note: nothing answers at STORE_URL; the visits: nothing answers at STORE_URL',
    });
  });
});

describe.concurrent('state in the memory of a process', () => {
  it.for([
    ['shares-state', 'a note: the other instance did not have what was written in round 1'],
    ['survives-kill', 'a note: it was gone after SIGKILL and a new start'],
  ])('breaks %s', async ([name = '', observed], { expect }) => {
    const verdict = await verdictOnKeeper(id(name), { edits: IN_MEMORY });
    expect(verdict.observed).toBe(observed);
  });

  it.for([
    ['shares-state', `${VISITS}: the other instance did not have what was written in round 1`],
    ['survives-kill', `${VISITS}: it was gone after SIGKILL and a new start`],
  ])('breaks %s by the OpenAPI document alone', async ([name = '', observed], { expect }) => {
    const verdict = await verdictOnKeeper(id(name), { told: {}, edits: IN_MEMORY });
    expect(verdict.observed).toBe(observed);
  });

  it('that a session needs is found out with its cookie', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('shares-state'), {
      told: {
        state: [
          {
            name: 'who is logged in',
            write: { method: 'POST', path: '/login', json: { name: '${unique}' } },
            read: { path: '/me' },
          },
        ],
      },
      edits: [
        [
          'main.mjs',
          'const routes = {',
          `const sessions = new Map();
           const routes = {
             'POST /login': (body, response) => {
               const session = randomUUID();
               sessions.set(session, JSON.parse(body).name);
               response.setHeader('Set-Cookie', ['theme=dark; Path=/', \`session=\${session}; HttpOnly\`]);
               return {};
             },`,
        ],
        [
          'main.mjs',
          'const body = Buffer',
          `if (request.url === '/me') {
             const [, session] = /session=([^;]+)/.exec(request.headers.cookie ?? '') ?? [];
             return response.end(JSON.stringify({ name: sessions.get(session) }));
           }
           const body = Buffer`,
        ],
      ],
    });
    expect(verdict.observed).toBe(
      'who is logged in: the other instance did not have what was written in round 1',
    );
  });
});

describe.concurrent('files', () => {
  it.for([
    ["writeFileSync('visits.txt', 'x')", 'visits.txt was added in the project'],
    ["writeFileSync(`${process.env.HOME}/.keeper`, 'x')", '.keeper was added in HOME'],
    ["writeFileSync(`${process.env.TMPDIR}/upload`, 'x')", 'upload was added in TMPDIR'],
  ])('that are left behind are found: %s', async ([call = '', observed], { expect }) => {
    const verdict = await verdictOnKeeper(id('writes-nothing'), { edits: writing(call) });
    expect(verdict.observed).toBe(observed);
  });

  it('that are gone when it has ended are scratch', async ({ expect }) => {
    const call = "writeFileSync('scratch', 'x'); (await import('node:fs')).unlinkSync('scratch')";
    const verdict = await verdictOnKeeper(id('writes-nothing'), { edits: writing(call) });
    expect(verdict.status).toBe('holds');
  });

  it('are not empty folders', async ({ expect }) => {
    const edits = writing('mkdirSync(`${process.env.HOME}/.keeper`)');
    const verdict = await verdictOnKeeper(id('writes-nothing'), { edits });
    expect(verdict.status).toBe('holds');
  });

  it('that the check file allows are no fault', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('writes-nothing'), {
      told: { writable: ['cache'] },
      edits: writing("mkdirSync('cache'); writeFileSync('cache/x', 'x')"),
    });
    expect(verdict.status).toBe('holds');
  });

  it.skipIf(!readOnly.possible)('are not to be had on a read-only root', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('read-only-root'), {
      edits: writing("writeFileSync('visits.txt', 'x')"),
    });
    expect(verdict.observed).toBe('on a read-only root, GET /visits: 503');
  });

  it.skipIf(!readOnly.possible)('that a start needs keep it from starting', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('read-only-root'), {
      edits: [
        [
          'main.mjs',
          'const routes = {',
          "(await import('node:fs')).writeFileSync('pid', 'x');\nconst routes = {",
        ],
      ],
    });
    expect(verdict.observed).toBe('it did not get ready on a read-only root');
  });
});

/** An edit: GET /visits also does `call`. */
function writing(call: string): readonly (readonly [string, string, string])[] {
  return [
    ['main.mjs', "'GET /visits': async () => (", `'GET /visits': async () => { ${call}; return (`],
    ['main.mjs', "'visits' })) ?? 0 }),", "'visits' })) ?? 0 }); },"],
    [
      'main.mjs',
      'import { createServer }',
      "import { mkdirSync, writeFileSync } from 'node:fs';\nimport { createServer }",
    ],
  ];
}

describe.concurrent('instances', () => {
  it('that answer differently are told apart', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('same-answers'), {
      edits: [
        ['main.mjs', "service: 'keeper' })", "service: 'keeper', [`from${process.pid}`]: true })"],
      ],
    });
    expect(verdict.observed).toBe('GET / answered 200 application/json of two shapes');
  });

  it('may differ in times and ids', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('same-answers'), {
      edits: [
        [
          'main.mjs',
          "service: 'keeper' })",
          "service: 'keeper', pid: process.pid, now: Date.now() })",
        ],
      ],
    });
    expect(verdict.status).toBe('holds');
  });
});
