import { expect } from 'vitest';
import {
  encodeRequest,
  type HttpRequest,
  jsonBody,
  jsonRequest,
} from '../../../src/check/harness/httpRequest.ts';
import type { HttpResponse } from '../../../src/check/harness/parseResponse.ts';
import { type ContractCheck, PLAIN } from './contractCheck.ts';
import { exchange } from './exchange.ts';
import { expectNone } from './expectNone.ts';
import { expectResponse } from './expectResponse.ts';
import type { PreparedApp } from './prepareApp.ts';
import { withWeb } from './runWeb.ts';

const MIB = 1024 * 1024;
const JSON_TYPE = { 'Content-Type': 'application/json' };
const post = (body: Buffer | string): HttpRequest => ({
  method: 'POST',
  path: '/echo',
  headers: JSON_TYPE,
  body,
});

/** What the app itself must refuse, and how. */
const REFUSED: readonly (readonly [what: string, request: HttpRequest, status: number])[] = [
  ['an unknown route', { path: '/no-such-route' }, 404],
  ['a route below a route', { path: '/livez/more' }, 404],
  ['an unknown route with a body', jsonRequest('/no-such-route', {}), 404],
  ['another method', { method: 'DELETE', path: '/livez' }, 405],
  ['another method with a body', jsonRequest('/', {}, 'PUT'), 405],
  ['GET on a POST route', { path: '/echo' }, 405],
  ['text that is not JSON', post('{"a":'), 400],
  ['an empty body', post(''), 400],
  ['JSON with more behind it', post('{} {}'), 400],
  ['NaN, which is no JSON', post('{"a": NaN}'), 400],
  ['single quotes', post("{'a': 1}"), 400],
  ['bytes that are not UTF-8', post(Buffer.from('{"a": "\xff\xfe"}', 'latin1')), 400],
  ['an array', post('[1, 2]'), 422],
  ['a string', post('"text"'), 422],
  ['null', post('null'), 422],
  ['a number', post('1'), 422],
  ['a body of 1 MiB and one byte', post(`{"a":"${'x'.repeat(MIB - 7)}"}`), 413],
];

/** Section 4: how errors look. */
export const problemChecks: readonly ContractCheck[] = [
  {
    section: 'HTTP',
    title: 'every error is a problem document with the right status',
    modes: PLAIN,
    examine: expectProblems,
  },
  {
    section: 'HTTP',
    title: 'a body over 1 MiB is 413, declared or chunked, and exactly 1 MiB is taken',
    modes: PLAIN,
    examine: expectLimit,
  },
];

async function expectProblems(app: PreparedApp): Promise<void> {
  await withWeb(app, {}, async ({ port }) => {
    const faults: string[] = [];
    for (const [what, request, status] of REFUSED) {
      const reply = await exchange(port, [encodeRequest(request)], {
        method: request.method ?? 'GET',
      });
      try {
        expectProblem(expectResponse(reply, status), status);
      } catch (error) {
        faults.push(`${what}: ${(error as Error).message}`);
      }
    }
    expectNone(faults, 'error answers');
  });
}

/** Expects an RFC 9457 document with the contract's members; throws on any difference. */
function expectProblem(response: HttpResponse, status: number): void {
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json(;|$)/);
  const body = jsonBody(response) as Record<string, unknown>;
  expect(body).toMatchObject({ type: expect.any(String), title: expect.any(String), status });
  expect(body.request_id, 'request_id').toBe(response.headers['x-request-id']);
  expect(body.request_id, 'request_id').toMatch(/^[A-Za-z0-9._-]{1,128}$/);
  const known = ['type', 'title', 'status', 'detail', 'instance', 'request_id', 'errors'];
  expect(
    Object.keys(body).filter((member) => !known.includes(member)),
    'other members',
  ).toEqual([]);
  expect(JSON.stringify(body), 'internals').not.toMatch(
    /Traceback|node_modules|site-packages|\bat .*:\d+:\d+/,
  );
  if (status === 405) expect(response.headers.allow ?? '', 'Allow').toMatch(/^[A-Z]+(, ?[A-Z]+)*$/);
}

async function expectLimit(app: PreparedApp): Promise<void> {
  await withWeb(app, {}, async ({ port }) => {
    const full = `{"a":"${'x'.repeat(MIB - 8)}"}`;
    const taken = await exchange(port, [encodeRequest(post(full))]);
    expectResponse(taken, 200, 'exactly 1 MiB');

    const declared = {
      method: 'POST',
      path: '/echo',
      headers: { ...JSON_TYPE, 'Content-Length': `${MIB + 1}` },
    };
    const early = await exchange(port, [encodeRequest(declared)]);
    expectProblem(expectResponse(early, 413, 'declared, no byte of the body sent'), 413);

    const chunked = {
      method: 'POST',
      path: '/echo',
      headers: { ...JSON_TYPE, 'Transfer-Encoding': 'chunked' },
    };
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const pieces = [
      encodeRequest(chunked),
      ...Array.from({ length: 17 }, () => chunk),
      '0\r\n\r\n',
    ];
    expectProblem(expectResponse(await exchange(port, pieces), 413, 'chunked'), 413);
  });
}
