import { expect } from 'vitest';
import { HttpConnection, type Reply } from '../../../src/check/harness/httpConnection.ts';
import { httpRequest, jsonBody } from '../../../src/check/harness/httpRequest.ts';
import { residentBytes } from '../../../src/check/harness/processTable.ts';
import { readLogs } from '../../../src/check/harness/readLogs.ts';
import { type ContractCheck, PLAIN } from './contractCheck.ts';
import { exchange } from './exchange.ts';
import { expectNone } from './expectNone.ts';
import { type MalformedRequest, malformedRequests } from './malformedRequests.ts';
import type { PreparedApp } from './prepareApp.ts';
import { stopWeb, type Web, withWeb } from './runWeb.ts';

/** A server that understands neither the method nor the version may say so with these. */
const NOT_UNDERSTOOD = [501, 505];
const GROWTH_BYTES = 50 * 1024 * 1024;
const VANISHING_CLIENTS = 100;

/** Section 4: requests that nobody should send. */
export const malformedChecks: readonly ContractCheck[] = [
  {
    section: 'HTTP',
    title: `${malformedRequests.length} malformed requests: each is refused, the process stays up and serves`,
    modes: PLAIN,
    examine: expectAllBorne,
  },
  {
    section: 'HTTP',
    title: `${VANISHING_CLIENTS} clients that vanish in the middle of a request: it stays up and serves`,
    modes: PLAIN,
    examine: expectVanishingBorne,
  },
];

async function expectAllBorne(app: PreparedApp): Promise<void> {
  await withWeb(app, {}, async (web) => {
    await httpRequest(web.port, { path: '/' });
    const before = memory(web);
    const faults: string[] = [];
    for (const malformed of malformedRequests) {
      const reply = await exchange(web.port, [malformed.bytes], { halfClose: true });
      const health = await healthFault(web);
      const fault = faultOf(malformed, reply) ?? health;
      if (fault !== undefined) faults.push(`${malformed.what}: ${fault}`);
      if (health !== undefined) break;
    }
    faults.push(...readLogs(web.running.stdout.lines).faults.map((fault) => `a line ${fault}`));
    if (web.running.stderr.text !== '')
      faults.push(`stderr: ${web.running.stderr.text.slice(0, 300)}`);
    expectNone(faults, 'malformed requests');
    expect(memory(web) - before, 'growth of memory in bytes').toBeLessThan(GROWTH_BYTES);
    await stopWeb(web);
  });
}

function faultOf(malformed: MalformedRequest, reply: Reply): string | undefined {
  if (reply.kind === 'closed') return undefined;
  if (reply.kind !== 'response') return `${reply.kind} after ${reply.received.length} bytes`;
  const { status, body } = reply.response;
  const isRefusal = (status >= 400 && status < 500) || NOT_UNDERSTOOD.includes(status);
  if (/Traceback|node_modules|site-packages/.test(body.toString('latin1')))
    return 'shows internals';
  if (isRefusal) return undefined;
  if (malformed.expected === 'refused' || status >= 500) return `answered ${status}`;
  return jsonFault(reply);
}

function jsonFault(reply: Reply & { kind: 'response' }): string | undefined {
  if (!/json/.test(reply.response.headers['content-type'] ?? '')) return undefined;
  try {
    jsonBody(reply.response);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

async function healthFault(web: Web): Promise<string | undefined> {
  if (web.running.exit !== undefined) return 'the process ended';
  try {
    const { status } = await httpRequest(web.port, { path: '/livez' }, 2_000);
    return status === 200 ? undefined : `afterwards /livez answered ${status}`;
  } catch (error) {
    return `afterwards: ${(error as Error).message}`;
  }
}

async function expectVanishingBorne(app: PreparedApp): Promise<void> {
  await withWeb(app, {}, async (web) => {
    const half =
      'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"a"';
    for (let client = 0; client < VANISHING_CLIENTS; client += 1) {
      const connection = await HttpConnection.open(web.port).catch(() => undefined);
      if (connection === undefined) break;
      connection.send(half.slice(0, 20 + client));
      connection.close();
    }
    const health = await healthFault(web);
    expectNone(health === undefined ? [] : [health], 'clients that vanish');
    expectNone(readLogs(web.running.stdout.lines).faults, 'lines that are no log records');
    expect(web.running.stderr.text, 'stderr').toBe('');
    await stopWeb(web);
  });
}

function memory(web: Web): number {
  return web.running.processes().reduce((sum, row) => sum + residentBytes(row.pid), 0);
}
