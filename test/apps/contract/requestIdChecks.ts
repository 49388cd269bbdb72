import { expect } from 'vitest';
import { httpRequest } from '../../../src/check/harness/httpRequest.ts';
import { isAccessRecord, type LogRecord, readLogs } from '../../../src/check/harness/readLogs.ts';
import { waitFor } from '../../../src/check/harness/waitFor.ts';
import { type ContractCheck, PLAIN } from './contractCheck.ts';
import { expectNone } from './expectNone.ts';
import type { PreparedApp } from './prepareApp.ts';
import { type Web, withWeb } from './runWeb.ts';

const TAKEN = ['abc', 'A-b_c.9', 'x'.repeat(128)];
const REPLACED = ['', ' ', 'x'.repeat(129), 'a b', 'a"b', 'a;b', '<script>', 'é', 'a/b', '{}'];
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

/** Section 4: which request is which. */
export const requestIdChecks: readonly ContractCheck[] = [
  {
    section: 'HTTP',
    title: 'X-Request-ID is taken when it is one, else made; returned and logged',
    modes: PLAIN,
    examine: expectIds,
  },
  {
    section: 'HTTP',
    title: 'a valid traceparent is logged as trace_id, an invalid one is not',
    modes: PLAIN,
    examine: expectTraces,
  },
];

async function expectIds(app: PreparedApp): Promise<void> {
  await withWeb(app, {}, async (web) => {
    const faults: string[] = [];
    const made = new Set<string>();
    for (const given of [...TAKEN, ...REPLACED]) {
      for (const path of ['/livez', '/no-such-route']) {
        const response = await httpRequest(web.port, { path, headers: { 'X-Request-ID': given } });
        const id = response.headers['x-request-id'] ?? '';
        const what = `${path} with '${given.slice(0, 20)}' (${given.length})`;
        if (TAKEN.includes(given) && id !== given) faults.push(`${what}: replaced by '${id}'`);
        if (REPLACED.includes(given)) made.add(id);
        if (REPLACED.includes(given) && (id === given || !/^[A-Za-z0-9._-]{1,128}$/.test(id))) {
          faults.push(`${what}: returned '${id}'`);
        } else {
          await accessRecord(web, id);
        }
      }
    }
    expectNone(faults, 'request ids');
    expect(made.size, 'ids that were made are unique').toBe(2 * REPLACED.length);
  });
}

async function expectTraces(app: PreparedApp): Promise<void> {
  await withWeb(app, {}, async (web) => {
    const ask = async (id: string, traceparent: string) => {
      await httpRequest(web.port, { path: '/livez', headers: { traceparent, 'X-Request-ID': id } });
      return (await accessRecord(web, id)).trace_id;
    };
    expect(await ask('valid', `00-${TRACE}-00f067aa0ba902b7-01`)).toBe(TRACE);
    const invalid = [
      '',
      'x',
      `00-${TRACE}`,
      `00-${TRACE.slice(1)}-00f067aa0ba902b7-01`,
      `00-${'g'.repeat(32)}-00f067aa0ba902b7-01`,
    ];
    for (const [index, traceparent] of invalid.entries()) {
      expect(await ask(`invalid${index}`, traceparent), traceparent).toBeUndefined();
    }
  });
}

/** Waits for the access line of the request with `id`; throws when it does not come within 1 s. */
export function accessRecord(web: Web, id: string): Promise<LogRecord> {
  return waitFor(
    `the access line of request ${id.slice(0, 40)}`,
    () =>
      readLogs(web.running.stdout.lines).records.find(
        (record) => isAccessRecord(record) && record.request_id === id,
      ),
    { limitMs: 1_000, evidence: () => web.running.evidence() },
  );
}
