import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import { inNewNetwork } from '../../../src/check/harness/isolation.ts';
import { LOOPBACK_ONLY } from '../../../src/check/harness/networkScripts.ts';
import { examineKeeper, IN_MEMORY, verdictOnKeeper } from '../keeperApp.ts';

const network = inNewNetwork(LOOPBACK_ONLY, '1', '');
if (!network.possible && process.env.CI === 'true') throw new Error(network.reason);

vi.setConfig({ maxConcurrency: 5, testTimeout: 60_000 });

/** An app that hangs shall not hang the tests: every limit of the check is shorter here. */
const SCALE = process.env.CHECK_TIME_SCALE;
beforeAll(() => {
  process.env.CHECK_TIME_SCALE = String(Number(SCALE ?? 1) * 0.2);
});
afterAll(() => {
  if (SCALE === undefined) delete process.env.CHECK_TIME_SCALE;
  else process.env.CHECK_TIME_SCALE = SCALE;
});

const id = (name: string) => `backing-services.${name}`;

describe.concurrent('an app that attaches its service by URL', () => {
  it.skipIf(!network.possible)('keeps the factor', async ({ expect }) => {
    const ids = ['declared-connections', 'no-fallback', 'swap', 'outage', 'recovers'].map(id);
    const verdicts = await examineKeeper(ids);
    expect(Object.entries(verdicts).filter(([, { status }]) => status !== 'holds')).toEqual([]);
    expect(verdicts[id('no-fallback')]?.observed).toMatch(
      /^without STORE_URL it ended with 78 after \d+ ms$/,
    );
    expect(verdicts[id('swap')]?.observed).toBe(
      'a note followed STORE_URL, the visits followed STORE_URL: A, B, A',
    );
  });

  it('is not checked for what needs a service when none answers', async ({ expect }) => {
    const given = { STORE_URL: 'redis://127.0.0.1:9/0' };
    const verdicts = await examineKeeper(['swap', 'outage', 'recovers'].map(id), { given });
    for (const { status, observed } of Object.values(verdicts)) {
      expect({ status, observed }).toEqual({
        status: 'not-checked',
        observed: 'nothing answers at STORE_URL',
      });
    }
  });
});

describe.skipIf(!network.possible).concurrent('connections', () => {
  it.for([
    ["connect(4317, '192.0.2.7')", '192.0.2.7:4317'],
    ["connect(4318, 'telemetry.example.org')", 'telemetry.example.org:4318'],
    ["connect(6379, '127.0.0.1')", '127.0.0.1:6379'],
  ])('are found out when nothing declares them: %s', async ([call, whom], { expect }) => {
    const verdict = await verdictOnKeeper(id('declared-connections'), {
      edits: [
        [
          'main.mjs',
          "process.on('SIGTERM'",
          `(await import('node:net')).${call}.on('error', () => undefined);\nprocess.on('SIGTERM'`,
        ],
      ],
    });
    expect(verdict.observed).toBe(`it tried ${whom}, which its environment does not name`);
  });

  it('may be declared by a host and a port of their own', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('declared-connections'), {
      given: { CACHE_HOST: 'cache.example.org', CACHE_PORT: '7001' },
      edits: [
        [
          'main.mjs',
          "process.on('SIGTERM'",
          "(await import('node:net')).connect(process.env.CACHE_PORT, process.env.CACHE_HOST).on('error', () => undefined);\nprocess.on('SIGTERM'",
        ],
      ],
    });
    expect(verdict.status).toBe('holds');
    expect(verdict.observed).toContain('cache.example.org:7001');
  });

  it('to a local service that nobody named are a fallback', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('no-fallback'), {
      edits: [
        [
          'main.mjs',
          "process.env.STORE_URL ?? ''",
          "process.env.STORE_URL ?? 'redis://localhost:6379/0'",
        ],
      ],
    });
    expect(verdict.status).toBe('broken');
    expect(verdict.observed).toMatch(
      /^without STORE_URL it tried (127\.0\.0\.1|0:0:0:0:0:0:0:1):6379$/,
    );
  });
});

describe.concurrent('a swap', () => {
  it('shows an app that does not use what the URL names', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('swap'), {
      edits: [['store.mjs', 'database: pathname', "database: pathname && '/0'"]],
    });
    expect(verdict.observed).toBe(
      'a note: what was written with STORE_URL was there with another URL too',
    );
  });

  it('shows an app that keeps data in itself', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('swap'), { edits: IN_MEMORY });
    expect(verdict.observed).toBe('a note: it was gone when the first STORE_URL was back');
  });

  it('says what to tell when nothing tells of state', async ({ expect }) => {
    const { status, observed } = await verdictOnKeeper(id('swap'), { told: {} });
    expect(status).toBe('not-checked');
    expect(observed).toBe("no step of 'state' in twelve-factor.check.json names its 'resource'");
  });
});

describe.concurrent('an outage', () => {
  it('shows an app that ends with its service', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('outage'), {
      edits: [['main.mjs', '  } catch {', '  } catch {\n    process.exit(1);']],
    });
    expect(verdict.observed).toBe('STORE_URL: it ended with 1 while its connections were refused');
  });

  it('shows an app whose life depends on its service', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('outage'), {
      edits: [
        [
          'main.mjs',
          "'GET /livez': () =>",
          "'GET /livez': async () => (await ask(url, { get: 'x' })) ??",
        ],
      ],
    });
    expect(verdict.observed).toBe(
      'STORE_URL: GET /livez answered 503 while its connections were refused, as if a restart would help',
    );
  });

  it('may be told by a route that is for life and readiness', async ({ expect }) => {
    const { status } = await verdictOnKeeper(id('outage'), {
      files: { 'openapi.json': '{ "paths": { "/health": { "get": {} } } }' },
      edits: [['main.mjs', "'GET /readyz'", "'GET /health'"]],
    });
    expect(status).toBe('holds');
  });

  it('shows an app that is ready for what it can not do', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('outage'), {
      edits: [['main.mjs', "kept: typeof (await ask(url, { get: 'visits' }))", 'kept: true']],
    });
    expect(verdict.observed).toBe(
      'STORE_URL: it said that it was ready while its connections were refused, and POST /notes answered 503',
    );
  });

  it('shows an app that waits for ever', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('outage'), {
      edits: [
        ['store.mjs', "socket.setTimeout(2000, () => socket.destroy(new Error('no answer')));", ''],
      ],
    });
    expect(verdict.observed).toMatch(
      /^STORE_URL: POST \/notes got no answer within 30 s while it did not answer$/,
    );
  });

  it('shows an app that must be started again', async ({ expect }) => {
    const verdict = await verdictOnKeeper(id('recovers'), {
      edits: [
        [
          'store.mjs',
          'export function ask(url, question) {',
          'let lost = false;\nexport function ask(url, question) {',
        ],
        [
          'store.mjs',
          'return new Promise((resolve, reject) => {',
          'if (lost) return Promise.reject(new Error());\n  return new Promise((resolve, reject) => {',
        ],
        [
          'store.mjs',
          "socket.on('error', reject);",
          "socket.on('error', (error) => {\n      lost = true;\n      reject(error);\n    });",
        ],
      ],
    });
    expect(verdict.observed).toBe(
      'STORE_URL: it was not well again after its connections were refused',
    );
  });
});
