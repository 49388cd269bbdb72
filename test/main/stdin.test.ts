import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const PROGRAM = join(import.meta.dirname, '../../bin/create-twelve-factor.cjs');

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'stdin-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

/** Runs with an answers file from stdin; `act` does something to it once it reads. */
async function fromStdin(stdin: 'pipe' | number, act?: (child: ReturnType<typeof spawn>) => void) {
  const child = spawn(process.execPath, [PROGRAM, '--answers', '-', '--no-git'], {
    cwd,
    env: { PATH: process.env.PATH },
    stdio: [stdin, 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr?.on('data', (data) => {
    errors += data;
  });
  act?.(child);
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, errors };
}

/** Once the program hears signals; before, a signal ends it as it ends any process. */
async function onceItHears(child: ReturnType<typeof spawn>, then: () => void): Promise<void> {
  child.stdin?.write('# a comment\n');
  await vi.waitFor(
    () => {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      const caught = BigInt(`0x${/^SigCgt:\t(\w+)$/m.exec(status)?.[1]}`);
      // SIGHUP's bit: the others Node catches from its start, to mend the terminal.
      expect(caught & 1n).toBe(1n);
    },
    { timeout: 10_000, interval: 20 },
  );
  then();
}

describe.skipIf(!existsSync('/proc/self/status'))('answers from stdin (by /proc)', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('%s ends the wait for them', async (signal, exitCode) => {
    const { code, errors } = await fromStdin('pipe', (child) =>
      onceItHears(child, () => child.kill(signal)),
    );
    expect({ code, errors }).toEqual({
      code: exitCode,
      errors: 'Cancelled, nothing was written\n',
    });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('may come in pieces', async () => {
    const { code, errors } = await fromStdin('pipe', (child) =>
      onceItHears(child, () => child.stdin?.end('directory: orders\nstack: flask\n')),
    );
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(readdirSync(cwd)).toEqual(['orders']);
  });

  it('are refused while they are still written, once they are too many', async () => {
    const { code, errors } = await fromStdin('pipe', (child) => {
      child.stdin?.on('error', () => undefined);
      child.stdin?.write('#'.repeat(200_000));
    });
    expect(code).toBe(2);
    expect(errors).toMatch(/larger than 16 KiB\n {2}where: stdin/);
  });

  it('are refused from a directory', async () => {
    const directory = openSync(cwd, 'r');
    const { code, errors } = await fromStdin(directory);
    closeSync(directory);
    expect(code).toBe(2);
    expect(errors).toMatch(/This is a directory\n {2}where: stdin/);
  });
});
