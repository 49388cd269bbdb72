import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../src/check/harness/freePort.ts';
import { withProcess } from '../../src/check/harness/startProcess.ts';
import { waitUntilReady } from '../../src/check/harness/waitUntilReady.ts';
import { describeContract } from './contract.ts';
import { generateApp } from './generateApp.ts';
import { pythonProblem } from './pythonProblem.ts';
import { runCiStep } from './runCiStep.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'flask-')));
const project = join(root, 'app');
const home = join(root, 'home');
const path = join(project, '.venv/bin');
const { XDG_CACHE_HOME, XDG_CONFIG_HOME, ...inherited } = process.env;
/** A HOME that was empty, but for what this machine tells pip about its index and its cache. */
const environment = {
  ...(inherited as Record<string, string>),
  HOME: home,
  XDG_CACHE_HOME: XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  XDG_CONFIG_HOME: XDG_CONFIG_HOME ?? join(homedir(), '.config'),
};
const problem = pythonProblem();

describe.skipIf(problem !== undefined)(
  `Flask${problem === undefined ? '' : `: ${problem}`}`,
  () => {
    beforeAll(async () => {
      mkdirSync(home);
      generateApp(project, 'flask');
      await runCiStep(project, 'Make a virtual environment', environment);
      await runCiStep(project, 'Install the locked dependencies', environment);
    });
    afterAll(() => rmSync(root, { recursive: true, force: true }));

    it.each(['Check the format', 'Lint', 'Check the types', 'Test'])(
      'passes its own CI: %s',
      (name) => runCiStep(project, name, environment),
    );

    it('is as it was after all that and a run', async () => {
      const port = await freePort();
      const start = {
        argv: ['python', '-m', 'app', 'web'],
        directory: project,
        environment: { PATH: path, HOME: home, PORT: String(port) },
        mode: 'plain' as const,
      };
      await withProcess(start, async (running) => {
        await waitUntilReady(running, port);
        running.signal('SIGTERM');
        await running.waitForExit(5_000);
      });
      const status = execFileSync('git', ['-C', project, 'status', '--porcelain'], {
        encoding: 'utf8',
      });
      expect(status).toBe('');
    });

    describeContract('the app', () => ({
      label: 'Flask',
      directory: project,
      path,
      idle: ['python', '-m', '__hello__'],
      caches: ['__pycache__'],
    }));
  },
);
