import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { freePort } from '../../src/check/harness/freePort.ts';
import { httpRequest } from '../../src/check/harness/httpRequest.ts';
import { readLogs } from '../../src/check/harness/readLogs.ts';
import { withProcess } from '../../src/check/harness/startProcess.ts';
import { timeLimit } from '../../src/check/harness/timeLimit.ts';
import type { Environment } from '../../src/check/harness/validEnvironment.ts';
import { waitUntilReady } from '../../src/check/harness/waitUntilReady.ts';
import { expectExit0 } from './contract/expectExit.ts';

/** A pipe that a test reads when it likes. */
class Pipe {
  private readonly folder = mkdtempSync(join(tmpdir(), 'pipe-'));
  readonly path = join(this.folder, 'log');
  private readonly descriptor: number;

  constructor() {
    execFileSync('mkfifo', [this.path]);
    this.descriptor = openSync(this.path, constants.O_RDWR | constants.O_NONBLOCK);
  }

  fill(): void {
    const page = Buffer.alloc(4096, '\n');
    untilItWouldBlock(() => writeSync(this.descriptor, page));
  }

  read(): string {
    const room = Buffer.alloc(2 ** 16);
    let text = '';
    untilItWouldBlock(() => {
      text += room.toString('utf8', 0, readSync(this.descriptor, room));
    });
    return text;
  }

  remove(): void {
    closeSync(this.descriptor);
    rmSync(this.folder, { recursive: true });
  }
}

function untilItWouldBlock(act: () => void): void {
  try {
    for (;;) act();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
  }
}

/** Expects of a web process that it bears a full pipe: it serves, says later what was lost, and ends. */
export async function expectServesUnread(
  directory: string,
  environment: Environment,
): Promise<void> {
  const log = new Pipe();
  const port = await freePort();
  const start = {
    argv: ['/bin/sh', '-c', 'exec python -m app web >"$LOG"'],
    directory,
    environment: { ...environment, PORT: String(port), LOG: log.path },
    mode: 'plain' as const,
  };
  const askTwenty = async (): Promise<void> => {
    for (let count = 0; count < 20; count += 1)
      expect((await httpRequest(port, { path: '/livez' })).status).toBe(200);
  };
  try {
    await withProcess(start, async (running) => {
      await waitUntilReady(running, port);
      log.fill();
      const filledAt = running.now();
      await askTwenty();
      expect(running.now() - filledAt, 'ms for twenty requests').toBeLessThan(timeLimit(5_000));
      log.read();
      await askTwenty();
      const lines = log.read().split('\n').filter(Boolean);
      const { records, faults } = readLogs(lines.map((text) => ({ text, atMs: 0 })));
      expect(faults).toEqual([]);
      expect(records.map(({ lost }) => lost)).toContain(20);
      log.fill();
      running.signal('SIGTERM');
      await expectExit0(running, 10_000);
    });
  } finally {
    log.remove();
  }
}
