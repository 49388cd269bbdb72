import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../src/check/harness/freePort.ts';
import { withProcess } from '../../src/check/harness/startProcess.ts';
import { waitUntilReady } from '../../src/check/harness/waitUntilReady.ts';
import { describeContract } from './contract.ts';
import { pythonProblem } from './pythonProblem.ts';
import { expectServesUnread } from './unreadLog.ts';
import { Workplace } from './workplace.ts';

const problem = pythonProblem();

describe.skipIf(problem !== undefined)(
  `Flask${problem === undefined ? '' : `: ${problem}`}`,
  () => {
    let workplace: Workplace;
    beforeAll(async () => {
      workplace = new Workplace('flask');
      await workplace.install('flask');
    });
    afterAll(() => workplace?.remove());

    it.each(['Check the format', 'Lint', 'Check the types', 'Test'])(
      'passes its own CI: %s',
      async (name) => {
        await workplace.ci(name);
      },
    );

    it('keeps all twelve factors, as its own CI sees', async () => {
      const output = await workplace.ci('Check the twelve factors');
      expect(output).toMatch(/^12 of 12 factors hold, 0 are broken/m);
    });

    it('is as it was after all that and a run', async () => {
      const port = await freePort();
      const start = {
        argv: ['python', '-m', 'app', 'web'],
        directory: workplace.project,
        environment: { PATH: workplace.path, HOME: workplace.home, PORT: String(port) },
        mode: 'plain' as const,
      };
      await withProcess(start, async (running) => {
        await waitUntilReady(running, port);
        running.signal('SIGTERM');
        await running.waitForExit(5_000);
      });
      const status = execFileSync('git', ['-C', workplace.project, 'status', '--porcelain'], {
        encoding: 'utf8',
      });
      expect(status).toBe('');
    });

    it('serves on when nobody reads its log, says what was lost, and ends', async () => {
      const environment = { PATH: workplace.path, HOME: workplace.home };
      await expectServesUnread(workplace.project, environment);
    });

    describeContract('the app', () => workplace.runnable('Flask'));
  },
);
