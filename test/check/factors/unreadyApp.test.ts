import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppUnderTest, examine, withApp } from '../examineApp.ts';

/** What an app is that answers with `status` alone on `port`, and declares nothing. */
function answering(status: number, port: string): AppUnderTest {
  const main = [
    "import { createServer } from 'node:http';",
    `const server = createServer((_, response) => response.writeHead(${status}).end());`,
    `server.listen(${port});`,
  ];
  return {
    files: {
      Procfile: 'web: node main.mjs\n',
      'openapi.json': '{}',
      'env.schema.json': '{ "properties": { "PORT": { "type": "integer" } } }',
      'main.mjs': main.join('\n'),
    },
  };
}

const FAILING = answering(500, 'process.env.PORT');
const DEAF = answering(200, '0');

describe('an app that never gets ready', { timeout: 60_000 }, () => {
  const scale = process.env.CHECK_TIME_SCALE;

  // It is waited for in full, which need not be long.
  beforeAll(() => {
    process.env.CHECK_TIME_SCALE = '0.15';
  });

  afterAll(() => {
    if (scale === undefined) delete process.env.CHECK_TIME_SCALE;
    else process.env.CHECK_TIME_SCALE = scale;
  });

  it('but answers with 500 is not said to start, or not to', () =>
    withApp(FAILING, async (app) => {
      expect(await examine(app, 'disposability.starts')).toMatchObject({
        status: 'not-checked',
        observed: expect.stringMatching(/^it listens, but GET \/ answered 500/),
      });
    }));

  it('is not praised for what it did not do', () =>
    withApp(FAILING, async (app) => {
      for (const id of ['backing-services.declared-connections', 'parity.no-other-database']) {
        expect(await examine(app, id)).toMatchObject({ status: 'not-checked' });
      }
    }));

  it('by the path that it names does not start', () =>
    withApp({ ...FAILING, told: { ready: '/readyz' } }, async (app) => {
      expect(await examine(app, 'disposability.starts')).toMatchObject({
        status: 'broken',
        observed: 'GET /readyz answered 500',
      });
    }));

  it('on its port, but listens on another, breaks another factor', () =>
    withApp(DEAF, async (app) => {
      expect(await examine(app, 'disposability.starts')).toMatchObject({
        status: 'not-checked',
        observed: expect.stringMatching(/^it listens on \d+, not on PORT/),
      });
      expect(await examine(app, 'port-binding.port-variable')).toMatchObject({ status: 'broken' });
      for (const id of ['port-binding.every-interface', 'port-binding.no-other-port']) {
        expect(await examine(app, id)).toMatchObject({ status: 'not-checked' });
      }
    }));
});
