import { spawn } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleDriver } from '../pty/bundleDriver.ts';
import { needsPty, runInPty } from '../pty/runInPty.ts';

let speaker: string;
beforeAll(async () => {
  speaker = await bundleDriver('speaker');
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the bundled speaker from a shell, which connects its streams: `$0 $1` starts it. */
function run(line: string, environment: Record<string, string> = {}): Promise<Ended> {
  const child = spawn('bash', ['-c', line, process.execPath, speaker], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 10_000,
  });
  const ended = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text) => {
      ended[name] += text;
    });
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...ended })));
}

describe('a stream that takes nothing', () => {
  it('is no failure when its reader went away', async () => {
    const { stderr } = await run(
      'set -o pipefail; "$0" "$1" lines | head -1 >&2; echo "exit $?" >&2',
    );
    expect(stderr).toContain('1 xxx');
    expect(stderr).toContain('complete\n');
    expect(stderr).toMatch(/exit 0\n$/);
  });

  it('is no failure when it was closed from the start', async () => {
    expect(await run('"$0" "$1" lines >&-')).toMatchObject({ code: 0, stderr: 'complete\n' });
    const both = await run('"$0" "$1" lines 2>&-');
    expect(both.code).toBe(0);
    expect(both.stdout.split('\n')).toHaveLength(2001);
    expect(await run('"$0" "$1" progress >&- 2>&- <&-')).toMatchObject({ code: 0 });
  });

  it('is remembered when the disk was full', async () => {
    expect(await run('"$0" "$1" lines >/dev/full')).toEqual({
      code: 4,
      stdout: '',
      stderr: 'complete\n',
    });
    expect(await run('"$0" "$1" progress 2>/dev/full')).toMatchObject({ code: 0, stderr: '' });
  });

  it('gets every byte however slow it is, and when it does not block', async () => {
    // The other writer makes the pipe non-blocking for both.
    const notBlocking = `"$0" -e 'process.stdout.write("");setTimeout(() => {}, 400)' & "$0" "$1" lines`;
    const { stdout } = await run(`(${notBlocking}; wait) | (sleep 0.5; cat)`);
    expect(stdout.split('\n')).toHaveLength(2001);
  });
});

describe('escape sequences', () => {
  const acts = '"$0" "$1" styles; "$0" "$1" progress';
  it.each([{}, { NO_COLOR: '1' }, { FORCE_COLOR: '0' }, { TERM: 'dumb' }])(
    'are not in a pipe with %j',
    async (environment) => {
      const { stdout, stderr } = await run(acts, environment as Record<string, string>);
      expect(stdout).toBe('a b c d e\n');
      expect(stderr).toMatch(/^Installing\n {2}first 界+\na warning\n {2}second .*\nInstalled\n$/);
    },
  );

  it('are there where they are forced', async () => {
    expect((await run(acts, { FORCE_COLOR: '1' })).stdout).toContain('\u001b[32mb');
  });
});

describe.skipIf(needsPty.isMissing)(`on a terminal${needsPty.reason}`, () => {
  const speak = (act: string, run: Omit<Parameters<typeof runInPty>[0], 'command'> = {}) =>
    runInPty({ command: [process.execPath, speaker, ...act.split(' ')], ...run });

  it.each([
    ['NO_COLOR', {}, { NO_COLOR: '1' }],
    ['TERM=dumb', {}, { TERM: 'dumb' }],
    ['FORCE_COLOR=0', {}, { FORCE_COLOR: '0' }],
  ])('prints no escape with %s', async (_, options, environment) => {
    const styles = await speak('styles', { ...options, environment });
    const progress = await speak('progress', { ...options, environment });
    expect(styles.output + progress.output).not.toContain('\u001b');
    expect(progress.text).toContain('Installing\r\n  first');
  });

  it('draws one line that fits into 20 columns, at most ten times a second', async () => {
    const { output, cursorVisible, exitCode } = await speak('progress', { columns: 20 });
    const drawn = output.split('\u001b[2K').filter((part) => /^[⠋-⠿]/.test(part));
    expect(drawn.length).toBeGreaterThan(2);
    expect(drawn.length).toBeLessThan(8);
    for (const line of drawn) expect(line.replace('\r', '').length).toBeLessThan(20);
    expect(output).toMatch(/\u001b\[\?25hInstalled\r\n$/);
    expect({ cursorVisible, exitCode }).toEqual({ cursorVisible: true, exitCode: 0 });
  });

  it('gives the cursor back when the work throws', async () => {
    expect(await speak('throws')).toMatchObject({ exitCode: 1, cursorVisible: true });
  });
});
