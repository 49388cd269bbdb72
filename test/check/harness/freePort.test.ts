import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freePort, isPortFree } from '../../../src/check/harness/freePort.ts';
import type { RunningProcess } from '../../../src/check/harness/runningProcess.ts';
import { withProcess } from '../../../src/check/harness/startProcess.ts';
import { waitFor } from '../../../src/check/harness/waitFor.ts';

const many = (count: number): Promise<number[]> =>
  Promise.all(Array.from({ length: count }, () => freePort()));

it('gives a port that nobody else is given before it can be used', async () => {
  const ports = await many(90);
  expect(new Set(ports).size).toBe(90);
});

it('gives other ports than other processes do', async () => {
  const argv = [process.execPath, '--import', 'tsx', join(import.meta.dirname, 'freePortChild.ts')];
  const start = { argv, directory: process.cwd(), environment: {}, mode: 'plain' as const };
  const all = await withProcess(start, (one) =>
    withProcess(start, async (other) => {
      const given = await Promise.all([one, other].map(portsOf));
      return [...given.flat(), ...(await many(90))];
    }),
  );
  expect(all.length).toBe(3 * 90);
  expect(new Set(all).size).toBe(3 * 90);
});

async function portsOf({ stdout }: RunningProcess): Promise<readonly number[]> {
  await waitFor('the ports', () => stdout.lines.length === 90, { limitMs: 10_000 });
  return stdout.lines.map(({ text }) => Number(text));
}

it('gives no port that the client of a connection may get', async () => {
  for (const port of await many(90)) expect(port).toBeLessThan(32_768);
});

it('passes over a port on which somebody listens', async () => {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  expect(await isPortFree(port)).toBe(false);
  expect(await many(98)).not.toContain(port);
  await new Promise((resolve) => server.close(resolve));
  expect(await isPortFree(port)).toBe(true);
});
