import { expect } from 'vitest';
import { HttpConnection } from '../../../src/check/harness/httpConnection.ts';
import {
  encodeRequest,
  httpRequest,
  jsonBody,
  jsonRequest,
  SlowRequest,
} from '../../../src/check/harness/httpRequest.ts';
import type { Mode } from '../../../src/check/harness/startProcess.ts';
import { timeLimit } from '../../../src/check/harness/timeLimit.ts';
import { BOTH, type ContractCheck } from './contractCheck.ts';
import { expectExit0, expectExitNonZero } from './expectExit.ts';
import { expectNone } from './expectNone.ts';
import { expectResponse } from './expectResponse.ts';
import type { PreparedApp } from './prepareApp.ts';
import { expectNothingLeft, withWeb } from './runWeb.ts';

const BODY = { slow: 'request', numbers: [1, 2, 3] };
const ECHO = jsonRequest('/echo', BODY);
/** How long after the signal an app may still take for ready what it has not yet noticed, in ms. */
const NOTICE_MS = 200;

/** Section 6: how a process ends. */
export const shutdownChecks: readonly ContractCheck[] = [
  {
    section: 'life',
    title: 'SIGTERM: the request in flight is answered, then exit 0, nothing left',
    modes: BOTH,
    examine: (app, mode) => expectDrain(app, mode, 'SIGTERM'),
  },
  {
    section: 'life',
    title: 'SIGINT: the request in flight is answered, then exit 0, nothing left',
    modes: BOTH,
    examine: (app, mode) => expectDrain(app, mode, 'SIGINT'),
  },
  {
    section: 'life',
    title: 'after SIGTERM it never says ready again',
    modes: BOTH,
    examine: expectNeverReadyAgain,
  },
  {
    section: 'life',
    title: 'SIGTERM closes idle keep-alive connections and does not wait for them',
    modes: BOTH,
    examine: expectIdleClosed,
  },
  {
    section: 'life',
    title: 'a second signal ends it at once, non-zero',
    modes: BOTH,
    examine: expectSecondSignalEnds,
  },
  {
    section: 'life',
    title: 'past SHUTDOWN_TIMEOUT it ends, non-zero',
    modes: BOTH,
    examine: expectDeadline,
  },
];

async function expectDrain(app: PreparedApp, mode: Mode, signal: NodeJS.Signals): Promise<void> {
  await withWeb(app, { mode }, async (web) => {
    const slow = await SlowRequest.start(web.port, ECHO);
    web.running.signal(signal);
    const reply = await slow.finish(1_500);
    const answeredAt = web.running.now();
    const response = expectResponse(reply, 200, web.running.evidence());
    expect(jsonBody(response), 'the answer').toEqual(BODY);
    const exit = await expectExit0(web.running, 6_000);
    expect(exit.atMs, 'ended before the answer').toBeGreaterThan(answeredAt - 500);
    await expectNothingLeft(web);
  });
}

async function expectNeverReadyAgain(app: PreparedApp, mode: Mode): Promise<void> {
  await withWeb(app, { mode }, async (web) => {
    const slow = await SlowRequest.start(web.port, ECHO);
    const kept = await HttpConnection.open(web.port);
    kept.send(encodeRequest({ path: '/readyz' }));
    await kept.receive();
    const signalledAt = web.running.signal('SIGTERM');
    const finished = slow.finish(1_200);
    const readyAt: number[] = [];
    kept.send(encodeRequest({ path: '/readyz' }));
    const keptReply = await kept.receive(300);
    if (keptReply.kind === 'response' && keptReply.response.status === 200)
      readyAt.push(web.running.now());
    while (web.running.exit === undefined && web.running.now() < signalledAt + 3_000) {
      const askedAt = web.running.now();
      const answer = await httpRequest(web.port, { path: '/readyz' }, 300).catch(() => undefined);
      if (answer?.status === 200) readyAt.push(askedAt);
    }
    kept.close();
    await finished;
    const late = readyAt
      .map((at) => Math.round(at - signalledAt))
      .filter((ms) => ms > timeLimit(NOTICE_MS));
    expectNone(late.map(String), 'ms after SIGTERM at which it said ready');
  });
}

async function expectIdleClosed(app: PreparedApp, mode: Mode): Promise<void> {
  await withWeb(app, { mode }, async (web) => {
    const idle = await HttpConnection.open(web.port);
    idle.send(encodeRequest({ path: '/livez' }));
    expect((await idle.receive()).kind).toBe('response');
    const fresh = await HttpConnection.open(web.port);
    const signalledAt = web.running.signal('SIGTERM');
    const exit = await expectExit0(web.running, 6_000);
    // Far from the end of the connections' own time, and of the time to shut down.
    expect(exit.atMs - signalledAt, 'ms to end with idle connections').toBeLessThan(
      timeLimit(5_000),
    );
    expect((await idle.receive(500)).kind).toBe('closed');
    idle.close();
    fresh.close();
    await expectNothingLeft(web);
  });
}

async function expectSecondSignalEnds(app: PreparedApp, mode: Mode): Promise<void> {
  await withWeb(app, { mode }, async (web) => {
    const slow = await SlowRequest.start(web.port, ECHO);
    web.running.signal('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(web.running.exit, 'ended while a request was in flight').toBeUndefined();
    const secondAt = web.running.signal('SIGTERM');
    const exit = await expectExitNonZero(web.running, 3_000);
    expect(exit.atMs - secondAt, 'ms after the second signal').toBeLessThan(timeLimit(1_000));
    slow.connection.close();
    await expectNothingLeft(web);
  });
}

async function expectDeadline(app: PreparedApp, mode: Mode): Promise<void> {
  await withWeb(app, { mode, changes: { SHUTDOWN_TIMEOUT: '1' } }, async (web) => {
    const slow = await SlowRequest.start(web.port, ECHO);
    const signalledAt = web.running.signal('SIGTERM');
    const exit = await expectExitNonZero(web.running, 5_000);
    expect(exit.atMs - signalledAt, 'ms to the deadline of 1 s').toBeGreaterThan(800);
    expect(exit.atMs - signalledAt, 'ms to the deadline of 1 s').toBeLessThan(timeLimit(4_000));
    slow.connection.close();
    await expectNothingLeft(web);
  });
}
