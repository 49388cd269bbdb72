import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { CHECK_OPTIONS } from '../../src/answers/checkOptions.ts';
import { inNewNetwork } from '../../src/check/harness/isolation.ts';
import { LOOPBACK_ONLY } from '../../src/check/harness/networkScripts.ts';
import { waitFor } from '../../src/check/harness/waitFor.ts';
import {
  type CheckManner,
  type Ended,
  goodAppBut,
  processesBelow,
  startCheck,
  temporaryFolder,
} from './checkRun.ts';
import { builtProgram, emptyFolder } from './runProgram.ts';

const { run, launcher } = builtProgram();
const ownNetworks = inNewNetwork(LOOPBACK_ONLY, '1', '').possible;

/** Checks to the end, without a terminal. */
const checked = (args: readonly string[], manner?: CheckManner): Promise<Ended> =>
  startCheck(launcher(), args, manner).ended;

const schema = JSON.parse(
  readFileSync(new URL('../../docs/check-report.schema.json', import.meta.url), 'utf8'),
);
const isReport = new Ajv2020({ allowUnionTypes: true }).compile(schema);

/** An app that never listens and does not mind being asked to end. */
const DEAF = { 'main.mjs': "process.on('SIGTERM', () => {});\nsetInterval(() => {}, 1000);\n" };

const LIMIT = { limitMs: 10_000 };

describe('check', () => {
  it('runs a project in a copy, reports on stdout, and leaves nothing', async () => {
    const [directory, TMPDIR] = [goodAppBut(), temporaryFolder()];
    const before = readdirSync(directory);
    const { exitCode, stdout, stderr } = await checked([directory, '--only', 'port-binding'], {
      environment: { TMPDIR },
    });
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^ VII {2}Port binding +holds +4 hold$/m),
    });
    expect(stdout).toMatch(/^1 of 1 factors hold, 0 are broken \(\d+\.\d s\)$/m);
    expect(stderr).toMatch(/^Checking .+: this runs its code, in a copy\.\nExamining\n/);
    expect(stderr).toMatch(/^ {2}1 of 1: VII Port binding: holds$/m);
    expect(readdirSync(directory)).toEqual(before);
    expect(readdirSync(TMPDIR)).toEqual([]);
  });

  it('is exit 7 when a factor is broken, and says what was seen and what to do', async () => {
    const server = readFileSync(join(goodAppBut(), 'server.mjs'), 'utf8');
    const directory = goodAppBut({ 'server.mjs': server.replace("'0.0.0.0'", "'127.0.0.1'") });
    const { exitCode, stdout } = await checked([directory, '--only=7']);
    expect(exitCode).toBe(7);
    expect(stdout).toMatch(/^BROKEN {2}VII Port binding: It is reachable from outside/m);
    expect(stdout).toMatch(/^ {2}observed +port \d+ is bound on 127\.0\.0\.1 only$/m);
    expect(stdout).toMatch(/^ {2}to do +Bind 0\.0\.0\.0/m);
    expect(stdout).toContain('docs/factors/07-port-binding.md#port-binding.every-interface');
  });

  it('--json is one object of its schema, and nothing else', async () => {
    const { exitCode, stdout } = await checked([goodAppBut(), '--only=7', '--json']);
    const report = JSON.parse(stdout);
    expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
    expect([exitCode, report.exitCode]).toEqual([0, 0]);
    expect(report).toMatchObject({
      level: 'run',
      endedEarly: null,
      summary: { holds: 1, broken: 0, notChecked: 0 },
    });
  });

  it('--json before the word is the same', async () => {
    const { stdout } = run(['--json', 'check', goodAppBut(), '--only=7', '--static']);
    expect(JSON.parse(stdout).level).toBe('static');
  });

  it('--static runs nothing', async () => {
    const { exitCode, stdout, stderr } = await checked([goodAppBut(DEAF), '--static', '--json']);
    const { timeline, summary } = JSON.parse(stdout);
    expect([timeline, summary.holds]).toEqual([[], 0]);
    expect(stderr).toContain('this only reads its files');
    expect(exitCode).toBeLessThanOrEqual(7);
  });

  it('ends by itself when its time is over', async () => {
    const TMPDIR = temporaryFolder();
    const args = [goodAppBut(DEAF), '--only=7', '--timeout=1', '--json'];
    const { stdout } = await checked(args, { environment: { TMPDIR } });
    expect(JSON.parse(stdout)).toMatchObject({ endedEarly: 'its 1 s were over' });
    expect([readdirSync(TMPDIR), processesBelow(TMPDIR)]).toEqual([[], []]);
  });

  it('writes the files that were asked for', async () => {
    const folder = emptyFolder();
    await checked([goodAppBut(), '--only=7', '--junit=r.xml', '--html=r.html'], { cwd: folder });
    expect(readdirSync(folder).sort()).toEqual(['r.html', 'r.xml']);
    expect(readFileSync(join(folder, 'r.xml'), 'utf8')).toContain('tests="4" failures="0"');
    expect(readFileSync(join(folder, 'r.html'), 'utf8')).toContain('1 of 1 factors hold');
  });

  it('gives the app nothing of the environment of whoever runs it', async () => {
    const dump = 'process.stdout.write(`${JSON.stringify(process.env)}\\n`);\nprocess.exit(3);\n';
    const { stdout, stderr } = await checked([goodAppBut({ 'main.mjs': dump })], {
      environment: { CANARY_TOKEN: 'kanarienvogel', SSH_AUTH_SOCK: '/kanarienvogel' },
    });
    expect(stdout).toContain('BROKEN');
    expect(stdout + stderr).not.toContain('kanarienvogel');
  });

  it('gives it what --env-file says', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'run.env'), 'LOG_LEVEL=nonsense\n');
    const args = [goodAppBut(), '--only=7', '--env-file=run.env', '--json'];
    const { stdout } = await checked(args, { cwd: folder });
    expect(JSON.parse(stdout).summary.holds).toBe(0);
  });

  it('names every flag in its help', async () => {
    const { exitCode, stdout } = await checked(['--help']);
    expect(exitCode).toBe(0);
    for (const { flag } of Object.values(CHECK_OPTIONS)) expect(stdout).toContain(flag);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('what can not be checked', () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a factor that is none', ['--only', 'logz'], /where: --only\n +to do: Did you mean logs\?/],
    ['a time that is none', ['--timeout', '0'], /where: --timeout/],
    ['files only and the image', ['--static', '--image'], /where: --static, --image/],
    ['a report in no directory', ['--html', 'nowhere/r.html'], /where: --html/],
    ['a report that is a directory', ['--junit', '.'], /is a directory\n +where: --junit/],
    ['two reports in one', ['--junit=a', '--html=a'], /where: --junit, --html/],
    ['a file of variables that is none', ['--other-env-file', 'no.env'], /no such file/i],
    ['an unknown flag', ['--statik'], /Did you mean --static\?/],
    ['a directory that is not there', ['nowhere'], /There is no such directory/],
    ['two directories', ['a', 'b'], /too many arguments/i],
  ];
  it.each(cases)('%s is exit 2, with the place and what to do', async (_, args, words) => {
    const { exitCode, stdout, stderr } = await checked([...args], { cwd: goodAppBut() });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(words);
    expect(stderr).toMatch(/^ {2}to do: /m);
  });

  it.each(cases)('%s with --json is one object of the schema', async (_, args) => {
    const { exitCode, stdout } = await checked([...args, '--json'], { cwd: goodAppBut() });
    expect(isReport(JSON.parse(stdout)), stdout).toBe(true);
    expect(exitCode).toBe(2);
  });

  const projects: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ 'env.schema.json': '{' }, 'env.schema.json'],
    [{ 'env.schema.json': '{"properties":{"A":{"type":"array"}}}' }, 'env.schema.json'],
    [{ 'twelve-factor.check.json': '[]' }, 'twelve-factor.check.json'],
  ];
  it.each(projects)('a project with %j is exit 2, naming the place', async (files, where) => {
    const TMPDIR = temporaryFolder();
    const { exitCode, stderr } = await checked([goodAppBut(files)], { environment: { TMPDIR } });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`  where: ${where}\n`);
    expect(readdirSync(TMPDIR)).toEqual([]);
  });

  it('a project whose program is not there is exit 2, naming it', async () => {
    const directory = goodAppBut({ Procfile: 'web: nodd main.mjs\n' });
    const { exitCode, stderr } = await checked([directory]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('The process "web" needs the program "nodd", which is not there');
  });

  it('a directory that is a file is exit 2', async () => {
    const { exitCode, stderr } = await checked([join(goodAppBut(), 'Procfile')]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('not a directory')]);
  });

  it('a report that can not be written is exit 4, and nothing of it is there', async () => {
    const folder = emptyFolder();
    const args = [goodAppBut(), '--static', '--html', `${'x'.repeat(300)}.html`];
    const { exitCode, stderr } = await checked(args, { cwd: folder });
    expect([exitCode, readdirSync(folder)]).toEqual([4, []]);
    expect(stderr).toMatch(/too long for this file system/);
  });
});

describe('a check that is told to end', () => {
  /** The app has a PORT; what the check runs besides, such as git, has none. */
  const whenAppRuns = async (folder: string): Promise<void> => {
    const runs = () =>
      processesBelow(folder).some((environment) => environment.includes('\0PORT='));
    await waitFor('the app to run', runs, LIMIT);
  };

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s says what was found by then, and leaves nothing', async (signal, code) => {
    const TMPDIR = temporaryFolder();
    const started = startCheck(launcher(), [goodAppBut(DEAF), '--json'], {
      environment: { TMPDIR },
    });
    await whenAppRuns(TMPDIR);
    process.kill(started.pid, signal);
    const ended = await started.ended;
    expect([ended.exitCode, readdirSync(TMPDIR), processesBelow(TMPDIR)]).toEqual([code, [], []]);
    const report = JSON.parse(ended.stdout);
    expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
    expect(report).toMatchObject({ exitCode: code, endedEarly: `${signal} came` });
  });

  const whenGone = async (folder: string): Promise<void> => {
    const left = () => [...readdirSync(folder, { recursive: true }), ...processesBelow(folder)];
    await waitFor('all of it to be gone', () => left().length === 0, {
      ...LIMIT,
      evidence: () => left().slice(0, 20).join('\n'),
    });
  };

  it('by SIGKILL leaves nothing a moment later', async () => {
    const TMPDIR = temporaryFolder();
    const started = startCheck(launcher(), [goodAppBut(DEAF)], { environment: { TMPDIR } });
    await whenAppRuns(TMPDIR);
    process.kill(started.pid, 'SIGKILL');
    expect((await started.ended).signal).toBe('SIGKILL');
    await whenGone(TMPDIR);
  });

  it.skipIf(!ownNetworks)('by SIGKILL leaves no network of its own', async () => {
    const TMPDIR = temporaryFolder();
    const args = [goodAppBut(), '--only', 'backing-services'];
    const started = startCheck(launcher(), args, { environment: { TMPDIR } });
    const hasNetwork = () => processesBelow(TMPDIR).some((one) => one.includes('own-network'));
    await waitFor('a network', hasNetwork, LIMIT);
    process.kill(started.pid, 'SIGKILL');
    await started.ended;
    await whenGone(TMPDIR);
  });

  it('at any moment leaves nothing', async () => {
    await Promise.all(
      [0, 60, 120, 240, 480].map(async (delay) => {
        const TMPDIR = temporaryFolder();
        const started = startCheck(launcher(), [goodAppBut(DEAF)], { environment: { TMPDIR } });
        await waitFor('the check to begin', () => started.said() !== '', LIMIT);
        await pause(delay);
        process.kill(started.pid, 'SIGTERM');
        const { exitCode } = await started.ended;
        expect([exitCode, readdirSync(TMPDIR), processesBelow(TMPDIR)]).toEqual([143, [], []]);
      }),
    );
  });
});
