import { beforeAll, describe, expect, it } from 'vitest';
import { bundleDriver } from '../pty/bundleDriver.ts';
import { needsPty, runInPty, type Step } from '../pty/runInPty.ts';

let speaker: string;
beforeAll(async () => {
  speaker = await bundleDriver('speaker');
});

describe.skipIf(needsPty.isMissing)(`a signal while work runs${needsPty.reason}`, () => {
  const work = (steps: readonly Step[], ...options: string[]) =>
    runInPty({ command: [process.execPath, speaker, 'work', ...options], steps });

  it.each([
    [130, { send: '\u0003' }],
    [130, { signal: 'SIGINT' as const }],
    [143, { signal: 'SIGTERM' as const }],
    [129, { signal: 'SIGHUP' as const }],
  ])('stops it and ends with %i after %j', async (exitCode, step) => {
    const result = await work([{ when: 'busy', ...step }]);
    expect(result).toMatchObject({ exitCode, cursorVisible: true, timedOut: false });
    expect(result.text).toMatch(/Stopped\r\n$/);
    expect(result.state).toMatch(/ icanon .* echo /s);
  });

  it('lets the cleanup finish when npm passes the same Ctrl-C on', async () => {
    const again: Step = { when: /^/, afterMs: 30, signal: 'SIGINT' };
    const result = await work([{ when: 'busy', send: '\u0003' }, again]);
    expect(result).toMatchObject({ exitCode: 130, timedOut: false });
  });

  it('ends at once with a second Ctrl-C during the cleanup', async () => {
    const again: Step = { when: /^/, afterMs: 700, send: '\u0003' };
    const result = await work([{ when: 'busy', send: '\u0003' }, again], '--slow-cleanup');
    expect(result).toMatchObject({ signal: 'SIGINT', cursorVisible: true, timedOut: false });
    expect(result.text).not.toContain('Stopped');
  });

  it('does not abort when the terminal hangs up', async () => {
    const result = await work([{ when: 'busy', hangUp: true }]);
    expect(result).toMatchObject({ signal: 'SIGHUP', timedOut: false });
  });
});
