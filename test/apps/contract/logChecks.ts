import { expect } from 'vitest';
import { encodeRequest, httpRequest, jsonRequest } from '../../../src/check/harness/httpRequest.ts';
import { isAccessRecord, readLogs } from '../../../src/check/harness/readLogs.ts';
import type { Mode } from '../../../src/check/harness/startProcess.ts';
import { waitFor } from '../../../src/check/harness/waitFor.ts';
import { BOTH, type ContractCheck, PLAIN } from './contractCheck.ts';
import { exchange } from './exchange.ts';
import { expectNone } from './expectNone.ts';
import type { PreparedApp } from './prepareApp.ts';
import { accessRecord } from './requestIdChecks.ts';
import { stopWeb, type Web, withWeb } from './runWeb.ts';

const CANARY = 'canary7f3aSECRET';

/** Section 5: logs. */
export const logChecks: readonly ContractCheck[] = [
  {
    section: 'logs',
    title: 'every line from start to end is a JSON object with the fields, and stderr is empty',
    modes: BOTH,
    examine: expectRecords,
  },
  {
    section: 'logs',
    title: 'exactly one access line a request, with its facts, within 1 s through a pipe',
    modes: PLAIN,
    examine: expectOneAccessLine,
  },
  {
    section: 'logs',
    title: 'authorization, cookies, passwords in URLs and bodies never appear',
    modes: PLAIN,
    examine: expectNoSecrets,
  },
  {
    section: 'logs',
    title: 'newlines and escapes in paths and headers stay inside one line',
    modes: PLAIN,
    examine: expectNoInjection,
  },
  {
    section: 'logs',
    title: 'LOG_LEVEL=error keeps quiet about what is well',
    modes: PLAIN,
    examine: expectQuiet,
  },
];

async function expectRecords(app: PreparedApp, mode: Mode): Promise<void> {
  await withWeb(app, { mode, changes: { RELEASE_VERSION: '9.8.7' } }, async (web) => {
    await httpRequest(web.port, { path: '/' });
    await httpRequest(web.port, { path: '/no-such-route' });
    await httpRequest(web.port, { method: 'DELETE', path: '/' });
    await exchange(web.port, ['no HTTP at all\r\n\r\n'], { halfClose: true });
    await stopWeb(web);
    const { records, faults } = readLogs(web.running.stdout.lines);
    expectNone(faults, 'lines that are no log records');
    expect(web.running.stderr.text, 'stderr').toBe('');
    expect(records.length).toBeGreaterThan(3);
    expect([...new Set(records.map((record) => record.version))], 'version').toEqual(['9.8.7']);
    expect(new Set(records.map((record) => record.service)).size, 'names of the service').toBe(1);
    const skew = records.filter(
      (record) => Math.abs(Date.parse(record.time) - Date.now()) > 60_000,
    );
    expect(skew, 'lines with a wrong time').toEqual([]);
  });
}

async function expectOneAccessLine(app: PreparedApp): Promise<void> {
  await withWeb(app, {}, async (web) => {
    const cases = [
      [{ path: '/livez?a=1' }, '/livez', 200],
      [{ path: '/no-such-route' }, '/no-such-route', 404],
      [{ method: 'DELETE', path: '/livez' }, '/livez', 405],
      [jsonRequest('/echo', { a: 1 }), '/echo', 200],
      [jsonRequest('/echo', []), '/echo', 422],
    ] as const;
    for (const [index, [request, path, status]] of cases.entries()) {
      const id = `access-line-${index}`;
      const headers = { ...('headers' in request ? request.headers : {}), 'X-Request-ID': id };
      await httpRequest(web.port, { ...request, headers });
      const record = await accessRecord(web, id);
      const method = 'method' in request ? request.method : 'GET';
      expect(record).toMatchObject({ method, path, status, duration_ms: expect.any(Number) });
    }
    await stopWeb(web);
    const counts = cases.map((_, index) => accessLinesOf(web, `access-line-${index}`));
    expect(counts, 'access lines of each request').toEqual(cases.map(() => 1));
  });
}

function accessLinesOf(web: Web, id: string): number {
  const { records } = readLogs(web.running.stdout.lines);
  return records.filter((record) => isAccessRecord(record) && record.request_id === id).length;
}

async function expectNoSecrets(app: PreparedApp): Promise<void> {
  await withWeb(app, { changes: { LOG_LEVEL: 'debug' } }, async (web) => {
    const headers = {
      Authorization: `Bearer ${CANARY}`,
      'Proxy-Authorization': `Basic ${CANARY}`,
      Cookie: `session=${CANARY}`,
      'X-Api-Key': CANARY,
      Referer: `http://user:${CANARY}@127.0.0.1/`,
    };
    const paths = [
      `/livez?url=postgres://user:${CANARY}@db/x`,
      `/livez?token=${CANARY}`,
      `/no-such-route/http://user:${CANARY}@db/x`,
      `http://user:${CANARY}@127.0.0.1/livez`,
    ];
    for (const path of paths) {
      await exchange(web.port, [encodeRequest({ path, headers })], { method: 'GET' });
    }
    const echo = jsonRequest('/echo', { password: CANARY });
    await httpRequest(web.port, { ...echo, headers: { ...echo.headers, ...headers } });
    await exchange(web.port, [`GET /livez HTTP/1.1\r\nCookie: ${CANARY}\r\nbroken\r\n\r\n`], {
      halfClose: true,
    });
    await stopWeb(web);
    const lines = `${web.running.stdout.text}${web.running.stderr.text}`.split('\n');
    expectNone(
      lines.filter((line) => line.includes(CANARY)),
      'lines that show a secret',
    );
  });
}

async function expectNoInjection(app: PreparedApp): Promise<void> {
  await withWeb(app, {}, async (web) => {
    const forged = '{"time":"forged","level":"info"}';
    const requests = [
      { path: `/x%0a${encodeURIComponent(forged)}` },
      { path: '/x%0d%0a%1b[31m%22%5c' },
      { path: '/livez', headers: { 'User-Agent': `"\\ \u001b[31m ${forged}` } },
      { path: '/livez', headers: { traceparent: '00-\u0007', 'X-Request-ID': '"},\u001b{"' } },
      { path: '/\u2028'.normalize(), headers: {} },
    ];
    for (const request of requests) {
      await exchange(web.port, [encodeRequest(request)], { method: 'GET', halfClose: true });
    }
    await stopWeb(web);
    const { faults, records } = readLogs(web.running.stdout.lines);
    expectNone(faults, 'lines that are no log records');
    expect(records.filter((record) => record.time === 'forged')).toEqual([]);
    expect(web.running.stdout.text, 'control characters').not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f]/,
    );
    expect(web.running.stderr.text, 'stderr').toBe('');
  });
}

async function expectQuiet(app: PreparedApp): Promise<void> {
  await withWeb(app, { changes: { LOG_LEVEL: 'error' } }, async (web) => {
    await httpRequest(web.port, { path: '/' });
    await stopWeb(web);
    const below = readLogs(web.running.stdout.lines).records.filter(
      (record) => record.level !== 'error',
    );
    expectNone(
      below.map((record) => JSON.stringify(record)),
      'lines below the level',
    );
  });
  await withWeb(app, { changes: { LOG_LEVEL: 'info' } }, async (web) => {
    await waitFor('a line at level info', () => web.running.stdout.lines.length > 0, {
      limitMs: 1_000,
    });
  });
}
