import { describe, expect, it } from 'vitest';
import type { EndingSignal, Signals } from '../../src/host/signals.ts';
import type { Descriptor, Streams } from '../../src/host/standardStreams.ts';
import { createTerminal } from '../../src/host/terminal.ts';

interface Given {
  readonly environment?: Record<string, string>;
  readonly terminals?: readonly Descriptor[];
  readonly noColor?: boolean;
  /** Stands for the system's write. */
  readonly write?: Streams['write'];
}

function terminalWith({ environment = {}, terminals = [0, 1, 2], noColor, write }: Given = {}) {
  const written = { 1: '', 2: '' };
  const listeners = new Set<(signal: EndingSignal) => void>();
  const signals: Signals = {
    received: undefined,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const streams: Streams = {
    isTerminal: (descriptor) => terminals.includes(descriptor),
    columns: () => 20,
    write(descriptor, content) {
      const bytes = Buffer.from(content);
      const count = write?.(descriptor, bytes) ?? bytes.length;
      written[descriptor] += Buffer.from(bytes.subarray(0, count)).toString();
      return count;
    },
  };
  const terminal = createTerminal({ environment, signals, noColor: noColor ?? false, streams });
  return { terminal, written, listeners };
}

function failWith(code: string): () => never {
  return () => {
    throw Object.assign(new Error(code), { code });
  };
}

describe('interactive', () => {
  it.each<[boolean, Given]>([
    [true, {}],
    [true, { environment: { CI: '' } }],
    [true, { environment: { CI: 'false' } }],
    [true, { terminals: [0, 1] }],
    [false, { environment: { CI: 'true' } }],
    [false, { environment: { CI: '1' } }],
    [false, { terminals: [1, 2] }],
    [false, { terminals: [0, 2] }],
  ])('is %s with %j', (expected, given) => {
    expect(terminalWith(given).terminal.interactive).toBe(expected);
  });
});

describe('colour', () => {
  it.each<[boolean, Given]>([
    [true, {}],
    [true, { environment: { NO_COLOR: '' } }],
    [true, { environment: { FORCE_COLOR: '1' }, terminals: [] }],
    [true, { environment: { FORCE_COLOR: '3', TERM: 'dumb' } }],
    [false, { terminals: [0, 2] }],
    [false, { environment: { NO_COLOR: '1' } }],
    [false, { environment: { NO_COLOR: '1', FORCE_COLOR: '1' } }],
    [false, { environment: { FORCE_COLOR: '0' } }],
    [false, { environment: { FORCE_COLOR: 'false' } }],
    [false, { environment: { TERM: 'dumb' } }],
    [false, { noColor: true, environment: { FORCE_COLOR: '1' } }],
  ])('is %s on out with %j', async (expected, given) => {
    const { code } = await terminalWith(given).terminal.styles('out');
    expect(code('x') !== 'x').toBe(expected);
  });

  it('is decided for each stream', async () => {
    const { terminal } = terminalWith({ terminals: [2] });
    expect((await terminal.styles('out')).ok('x')).toBe('x');
    expect((await terminal.styles('err')).ok('x')).toContain('\u001b[32m');
  });
});

describe('writing', () => {
  it('ends the line once, and waits for a slow reader', () => {
    let tries = 0;
    const write = (_: 1 | 2, bytes: Uint8Array) => {
      tries += 1;
      if (tries % 2 === 1) failWith('EAGAIN')();
      return Math.min(4, bytes.length);
    };
    const { terminal, written } = terminalWith({ write });
    terminal.out('{"é":1}');
    terminal.out('line\n');
    expect(written[1]).toBe('{"é":1}\nline\n');
  });

  it.each(['EPIPE', 'EBADF', 'EIO'])('falls silent, without a failure, after %s', (code) => {
    let calls = 0;
    const write = () => {
      calls += 1;
      return failWith(code)();
    };
    const { terminal } = terminalWith({ write });
    terminal.out('a');
    terminal.out('b');
    expect(calls).toBe(1);
    expect(terminal.outFailure).toBeUndefined();
  });

  it('remembers that results could not be written, and still speaks on err', () => {
    const write = (descriptor: 1 | 2, bytes: Uint8Array) =>
      descriptor === 1 ? failWith('ENOSPC')() : bytes.length;
    const { terminal, written } = terminalWith({ write });
    terminal.out('a');
    terminal.err('b');
    expect(terminal.outFailure?.code).toBe('ENOSPC');
    expect(written[2]).toBe('b\n');
  });
});

describe('progress', () => {
  const plain: [string, Given][] = [
    ['a pipe', { terminals: [] }],
    ['NO_COLOR', { environment: { NO_COLOR: '1' } }],
    ['FORCE_COLOR=0', { environment: { FORCE_COLOR: '0' } }],
    ['TERM=dumb', { environment: { TERM: 'dumb' } }],
    ['CI with a terminal', { environment: { CI: 'true' } }],
    ['--no-color', { noColor: true }],
    ['a pipe with FORCE_COLOR', { terminals: [], environment: { FORCE_COLOR: '1' } }],
  ];

  it.each(plain)('is plain lines with %s', (_, given) => {
    const { terminal, written } = terminalWith(given);
    const progress = terminal.progress('Installing');
    progress.update('one \u001b[31m');
    progress.end('Installed');
    expect(written[2]).toBe('Installing\n  one \\u001b[31m\nInstalled\n');
  });

  it('thins out a flood of plain lines, and says so', () => {
    const { terminal, written } = terminalWith({ terminals: [] });
    const progress = terminal.progress('Installing');
    for (let line = 0; line < 100_000; line += 1) progress.update(`line ${line}`);
    progress.end('Installed');
    expect(written[2].split('\n').length).toBeLessThan(500);
    expect(written[2]).toMatch(/ {2}… \d+ more lines\nInstalled\n$/);
  });

  it('hides the cursor on a terminal and gives it back, when a signal comes too', () => {
    const { terminal, written, listeners } = terminalWith();
    const progress = terminal.progress('Installing');
    expect(written[2]).toContain('\u001b[?25l');
    for (const listener of listeners) listener('SIGINT');
    expect(written[2]).toMatch(/\u001b\[\?25h$/);
    progress.update('late');
    progress.end('Stopped');
    expect(written[2]).toMatch(/\u001b\[\?25hStopped\n$/);
    expect(listeners.size).toBe(0);
  });

  it('makes room for other output', () => {
    const { terminal, written } = terminalWith();
    const progress = terminal.progress('Installing');
    terminal.err('a warning');
    progress.end('Installed');
    expect(written[2]).toContain('\r\u001b[2Ka warning\n');
  });
});
