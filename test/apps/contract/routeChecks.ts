import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { httpRequest, jsonBody, jsonRequest } from '../../../src/check/harness/httpRequest.ts';
import type { HttpResponse } from '../../../src/check/harness/parseResponse.ts';
import { type ContractCheck, PLAIN } from './contractCheck.ts';
import { exchange } from './exchange.ts';
import { expectResponse } from './expectResponse.ts';
import type { PreparedApp } from './prepareApp.ts';
import { withWeb } from './runWeb.ts';

/** Section 4: the routes that are always there. */
export const routeChecks: readonly ContractCheck[] = [
  {
    section: 'HTTP',
    title: 'GET / names the service and its version',
    modes: PLAIN,
    examine: (app) =>
      withWeb(app, { changes: { RELEASE_VERSION: '1.2.3+build/7' } }, async ({ port }) => {
        const body = await expectJson(await httpRequest(port, { path: '/' }));
        expect(body).toEqual({
          service: expect.stringMatching(/^[a-z][a-z0-9-]*$/),
          version: '1.2.3+build/7',
        });
      }),
  },
  {
    section: 'HTTP',
    title: '/livez and /readyz say how it is',
    modes: PLAIN,
    examine: (app) =>
      withWeb(app, {}, async ({ port }) => {
        expect(await expectJson(await httpRequest(port, { path: '/livez' }))).toEqual({
          status: 'ok',
        });
        const ready = (await expectJson(await httpRequest(port, { path: '/readyz' }))) as {
          checks: Record<string, unknown>;
        };
        expect(ready).toEqual({ status: 'ready', checks: expect.any(Object) });
        expect(new Set(Object.values(ready.checks)).size, 'checks that are not ok').toBeLessThan(2);
      }),
  },
  {
    section: 'HTTP',
    title: '/openapi.json is the committed file',
    modes: PLAIN,
    examine: (app) =>
      withWeb(app, {}, async ({ port }) => {
        const committed = readFileSync(join(app.project.directory, 'openapi.json'), 'utf8');
        const served = await expectJson(await httpRequest(port, { path: '/openapi.json' }));
        expect(served).toEqual(JSON.parse(committed));
      }),
  },
  {
    section: 'HTTP',
    title: 'POST /echo answers with the object that was sent',
    modes: PLAIN,
    examine: expectEcho,
  },
  {
    section: 'HTTP',
    title: 'HEAD is answered without a body',
    modes: PLAIN,
    examine: (app) =>
      withWeb(app, {}, async ({ port }) => {
        const response = await httpRequest(port, { method: 'HEAD', path: '/livez' });
        expect([200, 405]).toContain(response.status);
        expect(response.body.length).toBe(0);
      }),
  },
];

const OBJECTS = [
  {},
  { text: 'ünïcödé 🚀 \u2028 \\ " \u0000', nested: { list: [1, -2.5, null, true, [{}]] } },
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'),
  { long: 'x'.repeat(900_000) },
];

async function expectEcho(app: PreparedApp): Promise<void> {
  await withWeb(app, {}, async ({ port }) => {
    for (const sent of OBJECTS) {
      const got = await expectJson(await httpRequest(port, jsonRequest('/echo', sent)));
      expect(
        JSON.stringify(sortKeys(got)) === JSON.stringify(sortKeys(sent)),
        'the same object',
      ).toBe(true);
    }
    const body = `5\r\n{"a":\r\n2\r\n1}\r\n0\r\n\r\n`;
    const reply = await exchange(port, [
      'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
      body,
    ]);
    const response = expectResponse(reply, 200, 'a chunked body');
    expect(jsonBody(response)).toEqual({ a: 1 });
  });
}

async function expectJson(response: HttpResponse): Promise<unknown> {
  expect(response.status).toBe(200);
  expect(response.headers['content-type']).toMatch(/^application\/json(;|$)/);
  return jsonBody(response);
}

/** Member order is free in JSON. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, member]) => [key, sortKeys(member)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
