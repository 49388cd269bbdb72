import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { httpRequest } from '../../../src/check/harness/httpRequest.ts';
import { inNewNetwork } from '../../../src/check/harness/isolation.ts';
import { LOOPBACK_ONLY } from '../../../src/check/harness/networkScripts.ts';
import {
  type Outside,
  type OwnNetwork,
  withOwnNetwork,
} from '../../../src/check/harness/ownNetwork.ts';
import type { RunningProcess } from '../../../src/check/harness/runningProcess.ts';
import { withProcess } from '../../../src/check/harness/startProcess.ts';
import { waitFor } from '../../../src/check/harness/waitFor.ts';
import { type Destination, watchConnections } from '../../../src/check/harness/watchConnections.ts';

const here = inNewNetwork(LOOPBACK_ONLY, '1', '');

/** Runs a program of Node in a network of its own. */
function inNetwork<Result>(
  outside: Outside,
  source: string,
  use: (running: RunningProcess, network: OwnNetwork) => Promise<Result>,
): Promise<Result> {
  return withOwnNetwork(outside, (network) =>
    withProcess(
      {
        argv: [process.execPath, '-e', source],
        directory: '/',
        environment: { PORT: String(network.port) },
        mode: 'plain',
        isolation: network.isolation,
      },
      (running) => use(running, network),
    ),
  );
}

/** Whom a program that connects to these tries to reach, seen once there are so many. */
function triedBy(source: string, count: number): Promise<readonly Destination[]> {
  return inNetwork('black hole', source, (_, network) =>
    watchConnections(network, (tried) =>
      waitFor(
        'the connections',
        async () => {
          const seen = await tried();
          return seen.length >= count && seen;
        },
        { limitMs: 5_000 },
      ),
    ),
  );
}

const SERVER = `
  require('node:http').createServer((request, response) => response.end('served ' + request.url))
    .listen(process.env.PORT, '127.0.0.1');
`;

describe.skipIf(!here.possible)('a network of its own', () => {
  it.each(['unreachable', 'black hole'] as const)(
    'serves on its port to this machine (%s)',
    (outside) =>
      inNetwork(outside, SERVER, async (_, { port }) => {
        const body = await waitFor(
          'an answer',
          () => httpRequest(port, { path: '/x' }).then(String, () => undefined),
          { limitMs: 5_000 },
        );
        expect(body).toBeDefined();
        expect((await httpRequest(port, { path: '/x' })).body.toString()).toBe('served /x');
      }),
  );

  it('fails every connection at once when the outside is unreachable', async () => {
    const source = `
      const told = (error) => console.log(error.code);
      require('node:net').connect(80, '192.0.2.1').on('error', told);
      require('node:dns').lookup('example.org', told);
    `;
    const output = await inNetwork('unreachable', source, async (running) => {
      await running.waitForExit(5_000);
      return running.stdout.text;
    });
    expect(output.split('\n').sort()).toEqual(['', 'EAI_AGAIN', 'ENETUNREACH']);
  });

  it('shows whom a program tries to reach, loopback included', async () => {
    const source = `
      const net = require('node:net');
      net.connect(443, '192.0.2.1');
      net.connect(6379, '127.0.0.1');
      net.connect(5432, '::1');
      require('node:dgram').createSocket('udp4').connect(8125, '192.0.2.9');
    `;
    const tried = await triedBy(source, 4);
    expect(tried.map(({ host, port }) => `${host} ${port}`).sort()).toEqual([
      '0:0:0:0:0:0:0:1 5432',
      '127.0.0.1 6379',
      '192.0.2.1 443',
      '192.0.2.9 8125',
    ]);
  });

  it('does not count who waits for the program itself', async () => {
    const source = `
      const net = require('node:net');
      const port = Number(process.env.PORT);
      net.createServer().listen({ port, backlog: 1 });
      for (let more = 8; more > 0; more -= 1) net.connect(port, '127.0.0.1');
      net.connect(5432, '127.0.0.1');
      process.nextTick(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
    `;
    const tried = await triedBy(source, 1);
    expect(tried.map(({ host, port }) => `${host} ${port}`)).toEqual(['127.0.0.1 5432']);
  });

  it('knows the names that were looked up', async () => {
    const source = `
      const net = require('node:net');
      net.connect(5432, 'db.example.org');
      net.connect(4317, 'Telemetry.example.org');
    `;
    const tried = await triedBy(source, 2);
    expect(tried.map(({ host, port }) => `${host} ${port}`).sort()).toEqual([
      'db.example.org 5432',
      'telemetry.example.org 4317',
    ]);
  });

  it('is gone afterwards', async () => {
    const pid = await inNetwork('black hole', SERVER, async (_, network) => network.pid);
    expect(existsSync(`/proc/${pid}/ns/net`)).toBe(false);
  });
});
