import { createServer } from 'node:net';
import { expect } from 'vitest';
import { freePort } from '../../../src/check/harness/freePort.ts';
import { httpRequest } from '../../../src/check/harness/httpRequest.ts';
import { isWildcard, listeningPorts } from '../../../src/check/harness/listeningPorts.ts';
import { readLogs } from '../../../src/check/harness/readLogs.ts';
import { withProcess } from '../../../src/check/harness/startProcess.ts';
import { type ContractCheck, PLAIN } from './contractCheck.ts';
import { expectExitNonZero } from './expectExit.ts';
import { expectNone } from './expectNone.ts';
import type { PreparedApp } from './prepareApp.ts';
import { stopWeb, withWeb } from './runWeb.ts';

/** Section 4: the port. */
export const portChecks: readonly ContractCheck[] = [
  {
    section: 'HTTP',
    title: 'listens on every address at $PORT and nowhere else',
    modes: PLAIN,
    examine: expectOnlyPort,
  },
  {
    section: 'HTTP',
    title: 'two instances run at once, each on its own port; one ends, the other serves',
    modes: PLAIN,
    examine: expectTwoInstances,
  },
  {
    section: 'HTTP',
    title: 'a taken port ends it non-zero within 10 s, saying so',
    modes: PLAIN,
    examine: expectTakenPortReported,
  },
];

async function expectOnlyPort(app: PreparedApp): Promise<void> {
  await withWeb(app, {}, async (web) => {
    const listening = listeningPorts(web.running);
    const stray = listening.filter(
      ({ address, port }) => port !== web.port || !isWildcard(address),
    );
    expectNone(
      stray.map(({ address, port }) => `${address} ${port}`),
      `listens elsewhere than on every address at ${web.port}`,
    );
    expect(listening, 'listening sockets').not.toEqual([]);
  });
}

async function expectTwoInstances(app: PreparedApp): Promise<void> {
  await withWeb(app, {}, async (one) => {
    await withWeb(app, {}, async (other) => {
      for (const { port } of [one, other]) {
        expect((await httpRequest(port, { path: '/' })).status).toBe(200);
      }
      await stopWeb(other);
    });
    expect((await httpRequest(one.port, { path: '/livez' })).status).toBe(200);
    await stopWeb(one);
  });
}

async function expectTakenPortReported(app: PreparedApp): Promise<void> {
  const port = await freePort();
  const occupant = createServer();
  await new Promise<void>((resolve) => occupant.listen({ port, host: '0.0.0.0' }, resolve));
  const start = {
    argv: app.web,
    directory: app.project.directory,
    environment: app.environment(port),
    mode: 'plain' as const,
    label: `${app.label} web on a taken port`,
  };
  try {
    await withProcess(start, async (running) => {
      await expectExitNonZero(running, 10_000);
      const output = running.stdout.text + running.stderr.text;
      expect(output, 'what it says').toMatch(new RegExp(`\\b${port}\\b`));
      expect(output, 'what it says').toMatch(/in use|taken|EADDRINUSE|already/i);
      expectNone(readLogs(running.stdout.lines).faults, 'lines that are no log records');
      expect(running.stderr.text, 'stderr').toBe('');
    });
  } finally {
    await new Promise((resolve) => occupant.close(resolve));
  }
}
