import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CommandResult, createShell, type Shell } from '../../src/host/shell.ts';

const TOOLS = join(import.meta.dirname, '../fixtures/tools');
const PATH = `${TOOLS}:/usr/bin:/bin`;

let directory: string;
let listeners: Set<() => void>;
let received: string | undefined;
let shell: Shell;

const raise = () => {
  received = 'SIGINT';
  for (const listener of [...listeners]) listener();
};

beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'shell-')));
  listeners = new Set();
  received = undefined;
  shell = createShell(
    { PATH },
    {
      get received() {
        return received;
      },
      listen: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  );
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function run(command: string, mode = '', onLine?: (line: string) => void, timeoutMs?: number) {
  return shell.run(command, ['do', '$(touch PWNED)', '; touch PWNED', '*'], {
    cwd: directory,
    environment: { FAKE_RECORD: directory, FAKE_PIP: mode },
    ...(onLine && { onLine }),
    ...(timeoutMs && { timeoutMs }),
  });
}

/** True while a process of the group that the first recorded program leads is left, zombies aside. */
function groupIsAlive(): boolean {
  const group = readFileSync(join(directory, '1.pid'), 'utf8').trim();
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.some((pid) => {
    const [state, , processGroup] = statusFields(pid);
    return processGroup === group && state !== 'Z';
  });
}

/** What follows the name in a process's stat line: state, parent, group. */
function statusFields(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    return [];
  }
}

async function endedBySignal(
  mode: string,
  raises = 1,
): Promise<{ result: CommandResult; ms: number }> {
  let running: Promise<CommandResult> | undefined;
  await new Promise<void>((resolve) => {
    running = run('pip', mode, () => resolve());
  });
  const from = Date.now();
  for (let time = 0; time < raises; time += 1) raise();
  const result = await (running as Promise<CommandResult>);
  return { result, ms: Date.now() - from };
}

describe('what reaches a program', () => {
  it('is argv as it is, the given environment and directory, and no input', async () => {
    const result = await run('pip', 'print done');
    expect(result).toEqual({
      exitCode: 0,
      signal: undefined,
      missing: false,
      timedOut: false,
      stdout: 'done\n',
      lastLines: ['done'],
    });
    const argv = readFileSync(join(directory, '1.argv'), 'utf8').split('\0').slice(0, -1);
    expect(argv).toEqual(['pip', 'do', '$(touch PWNED)', '; touch PWNED', '*']);
    expect(readFileSync(join(directory, '1.cwd'), 'utf8').trim()).toBe(directory);
    const names = readFileSync(join(directory, '1.env'), 'utf8')
      .split('\0')
      .map((line) => line.split('=')[0]);
    expect(names).not.toContain('HOME');
    expect(readdirSync(directory)).not.toContain('PWNED');
  });

  it('is no input: a program that reads gets the end of file', async () => {
    const result = await shell.run('cat', [], {
      cwd: directory,
      environment: {},
      timeoutMs: 5_000,
    });
    expect(result).toMatchObject({ exitCode: 0, timedOut: false, stdout: '' });
  });

  it('is no terminal that it could ask on', async () => {
    const result = await shell.run('bash', ['-c', 'echo hello > /dev/tty'], {
      cwd: directory,
      environment: {},
    });
    expect(result.exitCode).not.toBe(0);
  });
});

describe('how a program ended', () => {
  it('is its exit code and its last lines', async () => {
    const result = await run('pip', 'fail 7 one\\ntwo');
    expect(result).toMatchObject({ exitCode: 7, missing: false, lastLines: ['one', 'two'] });
  });

  it('is "missing" when PATH has none', async () => {
    const result = await shell.run('no-such-program', [], { cwd: directory, environment: {} });
    expect(result).toMatchObject({ exitCode: undefined, missing: true, timedOut: false });
    expect(result.lastLines).toEqual([
      'no-such-program could not be started: spawn no-such-program ENOENT',
    ]);
  });

  it('is "missing" when PATH has one that may not be run', async () => {
    writeFileSync(join(directory, 'tool'), '#!/bin/sh\n');
    chmodSync(join(directory, 'tool'), 0o644);
    const result = await shell.run('tool', [], {
      cwd: directory,
      environment: { PATH: directory },
    });
    expect(result.missing).toBe(true);
    expect(result.lastLines[0]).toMatch(/EACCES/);
  });

  it('is not "missing" when the directory is gone', async () => {
    const cwd = join(directory, 'gone');
    const result = await shell.run('true', [], { cwd, environment: {} });
    expect(result).toMatchObject({ exitCode: undefined, missing: false });
    expect(result.lastLines[0]).toContain(cwd);
  });

  it('is a signal of another hand', async () => {
    const result = await shell.run('bash', ['-c', 'kill -9 $$'], {
      cwd: directory,
      environment: {},
    });
    expect(result).toMatchObject({ exitCode: undefined, signal: 'SIGKILL', timedOut: false });
  });
});

describe('what a program prints', () => {
  it('stays bounded: 100 MB are read, 20 lines and 1 MiB are kept', async () => {
    const before = process.memoryUsage().rss;
    const result = await run('pip', 'flood 104857600');
    expect(result.exitCode).toBe(3);
    expect(result.stdout).toHaveLength(1024 * 1024);
    expect(result.lastLines).toHaveLength(20);
    expect(result.lastLines.at(-1)).toBe('the last line');
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  it('stays bounded in one endless line', async () => {
    const result = await shell.run('bash', ['-c', 'head -c 50000000 /dev/zero | tr "\\0" x'], {
      cwd: directory,
      environment: {},
    });
    expect(result.lastLines).toHaveLength(1);
    expect(result.lastLines[0]?.length).toBeLessThanOrEqual(4096);
  });

  it('is shown with its control bytes visible', async () => {
    const lines: string[] = [];
    const result = await run('pip', 'noise', (line) => lines.push(line));
    expect(lines).toEqual([
      '\\u001b[31mred\\u001b[0m \\u0007\\u0000bell',
      '{"status":"ok"}',
      '\ufffd\ufffd',
    ]);
    expect(result.lastLines).toEqual(lines);
  });

  it('comes line by line, in whatever pieces it was written', async () => {
    const lines: string[] = [];
    const script =
      'printf "\\303"; sleep 0.05; printf "\\244 one"; sleep 0.05; printf " two\\nlast"';
    await shell.run('bash', ['-c', script], {
      cwd: directory,
      environment: {},
      onLine: (line) => lines.push(line),
    });
    expect(lines).toEqual(['ä one two', 'last']);
  });
});

describe('a signal that ends the run', () => {
  it('ends the whole group at once when it listens', async () => {
    const { result, ms } = await endedBySignal('sleep');
    expect(result).toMatchObject({ exitCode: undefined, signal: 'SIGTERM' });
    expect(ms).toBeLessThan(2_000);
    await vi.waitUntil(() => !groupIsAlive());
  });

  it('kills a group that ignores TERM, grandchildren too, after 5 s', async () => {
    const { result, ms } = await endedBySignal('stubborn');
    expect(result).toMatchObject({ exitCode: undefined, signal: 'SIGKILL' });
    expect(ms).toBeGreaterThan(4_500);
    expect(ms).toBeLessThan(8_000);
    await vi.waitUntil(() => !groupIsAlive());
  });

  it('kills at once when it comes twice', async () => {
    const { result, ms } = await endedBySignal('stubborn', 2);
    expect(result.signal).toBe('SIGKILL');
    expect(ms).toBeLessThan(2_000);
    await vi.waitUntil(() => !groupIsAlive());
  });

  it('lets nothing start after it but what cleans up', async () => {
    raise();
    const options = { cwd: directory, environment: { FAKE_PIP: 'print cleaned' } };
    const ordinary = await shell.run('pip', [], options);
    expect(ordinary).toMatchObject({ exitCode: undefined, signal: 'SIGINT', stdout: '' });
    const cleaning = await shell.run('pip', [], { ...options, cleansUp: true });
    expect(cleaning).toMatchObject({ exitCode: 0, stdout: 'cleaned\n' });
  });

  it('leaves no listener behind', async () => {
    await endedBySignal('sleep');
    expect(listeners.size).toBe(0);
  });
});

describe('the time limit', () => {
  it('ends the group and says so', async () => {
    const result = await run('pip', 'sleep', undefined, 200);
    expect(result).toMatchObject({ exitCode: undefined, timedOut: true });
    await vi.waitUntil(() => !groupIsAlive());
  });
});

describe('what a program leaves behind', () => {
  it('is ended, though it holds the output open', async () => {
    const script = 'sleep 300 & echo $$ > 1.pid; echo started';
    const from = Date.now();
    const result = await shell.run('bash', ['-c', script], { cwd: directory, environment: {} });
    expect(result).toMatchObject({ exitCode: 0, stdout: 'started\n' });
    expect(Date.now() - from).toBeLessThan(4_000);
    await vi.waitUntil(() => !groupIsAlive());
  });
});
