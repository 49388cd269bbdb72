import { describe, expect, it } from 'vitest';
import { availableBackends, needsPty, runInPty } from './runInPty.ts';

const DRIVER = `
  process.stdin.setRawMode(true);
  process.stdout.on('resize', () => console.log('size ' + process.stdout.columns));
  console.log('ready ' + process.stdout.columns + ' ' + process.stdout.rows);
  process.stdin.on('data', (keys) => {
    console.log('keys', JSON.stringify(String(keys)));
    if (String(keys) === 'x') process.exit(7);
  });`;
const command = [process.execPath, '-e', DRIVER];

it.skipIf(needsPty.isMissing)(`has what it needs${needsPty.reason}`, () => {
  expect(availableBackends).not.toEqual([]);
});

describe.each(availableBackends)('a pseudo-terminal made by %s', (backend) => {
  it('has the size asked for, takes keys, and tells the exit code', async () => {
    const steps = [
      { when: 'ready 33 11', send: 'é\u001b[A' },
      { when: 'keys', send: 'x' },
    ];
    const result = await runInPty({ backend, command, columns: 33, rows: 11, steps });
    expect(result).toMatchObject({ exitCode: 7, timedOut: false, stepsDone: 2 });
    expect(result.output).toContain('keys "é\\u001b[A"');
  });

  it('tells of a resize, of a signal, and of the mode that the terminal was left in', async () => {
    const steps = [
      { when: 'ready', resize: [20, 10] as const },
      { when: 'size 20', signal: 'SIGKILL' as const },
    ];
    const result = await runInPty({ backend, command, steps });
    expect(result).toMatchObject({ signal: 'SIGKILL', stepsDone: 2 });
    expect(result.state).toMatch(/ -echo /);
    expect(result.state).toMatch(/ -icanon/);
  });

  it('hangs up', async () => {
    const waits = [process.execPath, '-e', 'setTimeout(() => {}, 9e3); console.log("ready")'];
    const result = await runInPty({
      backend,
      command: waits,
      steps: [{ when: 'ready', hangUp: true }],
    });
    expect(result).toMatchObject({ signal: 'SIGHUP', timedOut: false });
  });

  it('kills what does not end in time', async () => {
    const result = await runInPty({ backend, command, timeoutMs: 600 });
    expect(result.timedOut).toBe(true);
  });
});
