import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyBuiltProgram } from './builtProgram.ts';
import { answerAll, INTERVIEW, onScreen, type Typed } from './interview.ts';
import { needsPty, type PtyResult, type PtyRun, runInPty, type Step } from './runInPty.ts';

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const CANCELLED = 'Cancelled, nothing was written\r\n';

let folder: string;
let program: string;
let cwd: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'interview-'));
  program = copyBuiltProgram(path.join(folder, 'package'));
});
beforeEach(() => {
  rmSync(path.join(folder, 'cwd'), { recursive: true, force: true });
  cwd = path.join(folder, 'cwd');
  mkdirSync(cwd);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Manner = Omit<PtyRun, 'command' | 'steps'>;

/** Runs the program without git, in an empty directory. */
function create(args: readonly string[], steps: readonly Step[], manner: Manner = {}) {
  const command = ['env', '-C', cwd, process.execPath, program, '--no-git', ...args];
  return runInPty({ command, steps, ...manner });
}

function written(name = 'orders') {
  return JSON.parse(readFileSync(path.join(cwd, name, '.twelve-factor.json'), 'utf8'));
}

/** Every file below a folder with its text. */
function tree(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const paths = files.map((file) => path.join(file.parentPath, file.name)).sort();
  return Object.fromEntries(
    paths.map((file) => [path.relative(root, file), readFileSync(file, 'utf8')]),
  );
}

function isSane({ state, cursorVisible }: PtyResult): boolean {
  return / icanon /.test(state ?? '') && / echo /.test(state ?? '') && cursorVisible;
}

function expectCancelled(result: PtyResult, exitCode: number): void {
  expect(result).toMatchObject({ exitCode, timedOut: false });
  expect(result.text.endsWith(CANCELLED)).toBe(true);
  expect(isSane(result)).toBe(true);
  expect(readdirSync(cwd)).toEqual([]);
}

const typed: Typed = { directory: 'orders', description: 'Takes orders' };

describe.skipIf(needsPty.isMissing)(`the interview${needsPty.reason}`, () => {
  it('ends in the project that was described, and leaves the terminal as it was', async () => {
    const result = await create([], answerAll(typed));
    expect(result).toMatchObject({ exitCode: 0, stepsDone: INTERVIEW.length });
    expect(written().answers).toMatchObject({ name: 'orders', description: 'Takes orders' });
    expect(isSane(result)).toBe(true);
  });

  it('shows all answers before it asks for the confirmation', async () => {
    const leave: Step = { when: 'Write it?', send: CTRL_C };
    const { text } = await create([], [...answerAll(typed, 'confirmation'), leave]);
    const summary = text.slice(text.lastIndexOf('directory  '), text.indexOf('Write it?'));
    for (const answer of [`${cwd}/orders`, 'orders', 'Takes orders', 'Python with Flask'])
      expect(summary).toContain(answer);
  });

  it('prints a command that makes the same project, byte for byte', async () => {
    const quoted = 'It\'s "$HOME" & `more`';
    const { text } = await create([], answerAll({ ...typed, description: quoted }));
    const command = /^ {2}npx create-twelve-factor (.*)\r$/m.exec(text)?.[1];
    const first = tree(path.join(cwd, 'orders'));
    const elsewhere = path.join(cwd, 'elsewhere');
    mkdirSync(elsewhere);
    const line = `exec "$0" "$1" ${command}`;
    const repeated = spawnSync('sh', ['-c', line, process.execPath, program], { cwd: elsewhere });
    expect(repeated.status).toBe(0);
    expect(tree(path.join(elsewhere, 'orders'))).toEqual(first);
    expect(written().answers.description).toBe(quoted);
  });

  it('takes no services that do not go together', async () => {
    const both = [
      { when: onScreen('Which backing services?'), send: ' \u001b[B \r' },
      { when: onScreen('"postgres" and "mysql" both serve sql'), send: ' \r' },
      { when: onScreen('Write it?'), send: '\r' },
    ];
    const answered = ['orders', '--stack=flask', '--description=Takes orders', '--targets='];
    const result = await create(answered, both);
    expect(result).toMatchObject({ exitCode: 0, stepsDone: 3 });
    expect(written().answers.services).toEqual(['postgres']);
  });

  it('asks only for what is missing', async () => {
    const steps: Step[] = [
      { when: 'Which stack?', send: '\r' },
      { when: 'Write it?', send: '\r' },
    ];
    const others = ['--services=', '--targets='];
    const environment = { TWELVE_FACTOR_DESCRIPTION: 'Takes orders' };
    const result = await create(['orders', ...others], steps, { environment });
    expect(result).toMatchObject({ exitCode: 0, stepsDone: 2 });
    expect(result.text.match(/✔/g)).toHaveLength(2);
  });

  it('asks nothing, not even for a confirmation, when all is answered', async () => {
    const result = await create(['orders', '--stack=flask', '--yes'], []);
    expect(result.exitCode).toBe(0);
    expect(result.text).not.toContain('?');
  });

  it('takes a long line that is pasted', async () => {
    const description = 'A sentence that is pasted. '.repeat(7).trim();
    const result = await create([], answerAll({ ...typed, description }));
    expect(result.exitCode).toBe(0);
    expect(written().answers.description).toBe(description);
  });

  it.each([
    ['directory', '-rf', 'it looks like a flag'],
    ['directory', '/', 'the root of the file system'],
    ['description', 'x'.repeat(400), 'more than 200 characters'],
  ] as const)('says the rule and asks again after an invalid %s', async (about, wrong, rule) => {
    const before = answerAll(typed, about);
    const after = answerAll(typed).slice(before.length + 1);
    const mended: Step = { when: onScreen(rule), send: '\u0015mended\r' };
    const steps = [...answerAll({ ...typed, [about]: wrong }), ...after];
    steps.splice(before.length + 1, after.length, mended);
    const result = await create([], steps);
    expect(result).toMatchObject({ exitCode: 0, stepsDone: INTERVIEW.length + 1 });
    expect(readdirSync(cwd)).toEqual([about === 'directory' ? 'mended' : 'orders']);
  });
});

describe.skipIf(needsPty.isMissing)(`leaving the interview${needsPty.reason}`, () => {
  const ways: readonly (readonly [string, number, Partial<Step>])[] = [
    ['Ctrl-C', 130, { send: CTRL_C }],
    ['Ctrl-D', 130, { send: CTRL_D }],
    ['SIGTERM', 143, { signal: 'SIGTERM' }],
  ];
  const cases = INTERVIEW.flatMap(({ about, message }) =>
    ways.map(([way, exitCode, step]) => ({
      about,
      way,
      exitCode,
      step: { when: message, ...step },
    })),
  );

  it.each(cases)('by $way at the $about ends with $exitCode', async (left) => {
    const result = await create([], [...answerAll(typed, left.about), left.step]);
    expectCancelled(result, left.exitCode);
  });

  it.each(INTERVIEW)('by a hang-up at the $about writes nothing', async ({ about, message }) => {
    const hangUp: Step = { when: message, hangUp: true };
    const result = await create([], [...answerAll(typed, about), hangUp]);
    expect(result).toMatchObject({ signal: 'SIGHUP', timedOut: false });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('by declining the confirmation ends with 130', async () => {
    expectCancelled(await create([], answerAll({ ...typed, confirmation: 'n' })), 130);
  });
});

describe.skipIf(needsPty.isMissing)(`a terminal that is special${needsPty.reason}`, () => {
  it('may be 20 columns narrow', async () => {
    const result = await create([], answerAll(typed), { columns: 20 });
    expect(result).toMatchObject({ exitCode: 0, stepsDone: INTERVIEW.length });
    expect(written().answers.description).toBe('Takes orders');
  });

  it('may change its size between any two keys', async () => {
    const steps = answerAll(typed).flatMap(({ when, send }, index): Step[] => [
      { when, resize: [index % 2 === 0 ? 20 : 120, 10] },
      { when: /^/, afterMs: 60, ...(send === undefined ? {} : { send }) },
    ]);
    const result = await create([], steps);
    expect(result).toMatchObject({ exitCode: 0, stepsDone: steps.length });
    expect(written().answers.name).toBe('orders');
  });

  it('gets no escape sequence when it is dumb, and is asked line by line', async () => {
    const asked = /one sentence\?|Directory|Number|Write it\?/;
    const environment = { TERM: 'dumb' };
    const lines = INTERVIEW.map(({ about }): Step => {
      return { when: asked, send: `${typed[about] ?? (about === 'stack' ? '1' : '')}\n` };
    });
    const result = await create([], lines, { environment });
    expect(result.output).not.toContain('\u001b');
    expect(result.exitCode).toBe(0);
    expect(written().answers).toMatchObject({ name: 'orders', description: 'Takes orders' });
  });

  it('gets no colour with NO_COLOR', async () => {
    const result = await create([], answerAll(typed), { environment: { NO_COLOR: '1' } });
    expect(result.exitCode).toBe(0);
    expect(result.output).not.toMatch(/\u001b\[[\d;]*m/);
  });
});
