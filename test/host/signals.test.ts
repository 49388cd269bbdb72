import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import type { EndingSignal } from '../../src/host/signals.ts';
import { listenForSignals, SIGNAL_EXIT } from '../../src/host/signals.ts';

function createSource() {
  const emitter = new EventEmitter();
  const raised: string[] = [];
  const source = Object.assign(emitter, {
    pid: 42,
    kill(pid: number, signal: EndingSignal) {
      raised.push(`${signal} to ${pid}, ${emitter.listenerCount(signal)} handlers`);
    },
  });
  return { source, raised };
}

it('remembers the first signal and tells who listens', () => {
  const { source } = createSource();
  const signals = listenForSignals(source);
  const [told, gone] = [vi.fn(), vi.fn()];
  signals.listen(told);
  signals.listen(gone)();
  expect(signals.received).toBeUndefined();
  source.emit('SIGTERM');
  source.emit('SIGHUP');
  expect(signals.received).toBe('SIGTERM');
  expect(told.mock.calls).toEqual([['SIGTERM']]);
  expect(gone).not.toHaveBeenCalled();
});

it('tells who listens too late, unless it stopped listening', async () => {
  const { source } = createSource();
  const signals = listenForSignals(source);
  source.emit('SIGINT');
  const [late, gone] = [vi.fn(), vi.fn()];
  signals.listen(late);
  signals.listen(gone)();
  await Promise.resolve();
  expect(late.mock.calls).toEqual([['SIGINT']]);
  expect(gone).not.toHaveBeenCalled();
});

it('ends at once with a second Ctrl-C, by the default handler', () => {
  const { source, raised } = createSource();
  let time = 0;
  listenForSignals(source, () => time);
  source.emit('SIGTERM');
  time = 501;
  source.emit('SIGINT');
  expect(raised).toEqual(['SIGINT to 42, 0 handlers']);
});

it('takes what npm passes on of one Ctrl-C for one', () => {
  const { source, raised } = createSource();
  let time = 0;
  const signals = listenForSignals(source, () => time);
  source.emit('SIGINT');
  time = 100;
  source.emit('SIGINT');
  time = 900;
  source.emit('SIGTERM');
  expect(raised).toEqual([]);
  expect(signals.received).toBe('SIGINT');
});

it('knows the exit codes that shells have for them', () => {
  expect(SIGNAL_EXIT).toEqual({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 });
});
