import { expect } from 'vitest';
import { freePort } from '../../../src/check/harness/freePort.ts';
import { httpRequest, jsonRequest } from '../../../src/check/harness/httpRequest.ts';
import { KeepAliveLoad } from '../../../src/check/harness/keepAliveLoad.ts';
import type { Mode } from '../../../src/check/harness/startProcess.ts';
import { timeLimit } from '../../../src/check/harness/timeLimit.ts';
import { BOTH, type ContractCheck, PLAIN } from './contractCheck.ts';
import { expectExit0 } from './expectExit.ts';
import { expectNone } from './expectNone.ts';
import type { PreparedApp } from './prepareApp.ts';
import { expectNothingLeft, stopWeb, withWeb } from './runWeb.ts';

const CLIENTS = 50;
const RUNS = { full: 5, brief: 1 };
const CYCLES = { full: 20, brief: 1 };
/** How long the clients send before the signal, in ms. */
const LOAD_MS = 500;

/** Section 6: starting and ending under load and again and again. */
export const loadChecks: readonly ContractCheck[] = [
  { section: 'life', title: 'is ready within 5 s', modes: BOTH, examine: expectReady },
  {
    section: 'life',
    title: `SIGTERM under ${CLIENTS} keep-alive clients loses no request`,
    modes: BOTH,
    examine: expectNothingLost,
  },
  {
    section: 'life',
    title: `${CYCLES.full} starts and stops on one port leave nothing behind`,
    modes: PLAIN,
    examine: expectCleanCycles,
  },
];

async function expectReady(app: PreparedApp, mode: Mode): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    await withWeb(app, { mode }, async (web) => times.push(web.readyMs));
  }
  const [, median = 0] = times.sort((one, other) => one - other);
  expect(median, 'median of three starts in ms').toBeLessThan(timeLimit(5_000));
}

async function expectNothingLost(app: PreparedApp, mode: Mode): Promise<void> {
  for (let run = 0; run < RUNS[app.effort ?? 'full']; run += 1) {
    await withWeb(app, { mode }, async (web) => {
      const load = new KeepAliveLoad(web.port, CLIENTS, jsonRequest('/echo', { load: run }));
      await new Promise((resolve) => setTimeout(resolve, LOAD_MS));
      load.signalled();
      web.running.signal('SIGTERM');
      const result = await load.finish();
      expectNone(result.faults, `${result.lost} lost, ${result.bad} bad, ${result.ok} ok`);
      expect(result.ok).toBeGreaterThan(CLIENTS);
      await expectExit0(web.running, 5_000);
      await expectNothingLeft(web);
    });
  }
}

async function expectCleanCycles(app: PreparedApp): Promise<void> {
  const port = await freePort();
  for (let cycle = 0; cycle < CYCLES[app.effort ?? 'full']; cycle += 1) {
    await withWeb(app, { port }, async (web) => {
      expect((await httpRequest(port, { path: '/' })).status).toBe(200);
      await stopWeb(web);
    });
  }
}
