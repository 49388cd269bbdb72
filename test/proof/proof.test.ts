import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Environment } from '../../src/check/harness/validEnvironment.ts';
import { type RedisServer, redisProblem, redisServer } from '../apps/servers/redisServer.ts';
import { checkFor, findingsOf, findingText } from './checkFor.ts';
import type { ReferenceName } from './mutant.ts';
import { allMutants } from './mutants/allMutants.ts';
import { placeMutant, placeReference } from './referenceApp.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** A broken app of the proof, for the table of what was caught. */
    kill?: { mutant: string; app: string; breaks: string; observed?: string };
  }
}

// A mutant mostly keeps the test waiting; only a few of them keep the machine busy.
vi.setConfig({ maxConcurrency: 3 });

const REFERENCES: readonly ReferenceName[] = ['node', 'python'];
const problem = redisProblem();

describe.skipIf(problem !== undefined)(
  `check${problem === undefined ? '' : `: ${problem}`}`,
  () => {
    let redis: RedisServer;
    let packages: Server;
    let folder: string;
    let apps = 0;
    beforeAll(async () => {
      redis = await redisServer();
      packages = createServer((_, response) => response.end('LOADED = True\n'));
      await new Promise<void>((resolve) => packages.listen(0, '127.0.0.1', resolve));
      folder = realpathSync(mkdtempSync(join(tmpdir(), 'proof-')));
    });
    afterAll(async () => {
      await redis?.remove();
      packages?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    /** A folder for one app, and an environment with a database of its own. */
    const room = (): { directory: string; given: Environment } => {
      apps += 1;
      const login = { user: `app${apps}`, password: `p@ss/w%rd-${apps}` };
      const given = {
        API_TOKEN: `canary-${apps}-0123456789`,
        REDIS_URL: redis.createDatabase(login),
      };
      return { directory: join(folder, `app${apps}`), given };
    };

    it.each(REFERENCES)('finds nothing broken in the good app in %s', async (name) => {
      const { directory, given } = room();
      placeReference(name, directory);
      const result = await checkFor({ directory, given });
      const broken = findingsOf(result).filter(({ status }) => status === 'broken');
      expect(broken.map(findingText)).toEqual([]);
      expect(result.factors.map(({ factor, status }) => `${factor.slug} ${status}`)).toEqual(
        result.factors.map(({ factor }) => `${factor.slug} holds`),
      );
    });

    it('gives the same verdicts twenty times', async () => {
      const verdicts: (readonly string[])[] = [];
      for (let round = 0; round < 20; round += 1) {
        const { directory, given } = room();
        placeReference('node', directory);
        const findings = findingsOf(await checkFor({ directory, given }));
        verdicts.push(findings.map(findingText));
      }
      const [first = []] = verdicts;
      const other = verdicts.flatMap((texts) =>
        texts.flatMap((text, index) => {
          const { [index]: before = '' } = first;
          return verdictIn(text) === verdictIn(before) ? [] : [`${text} (at first: ${before})`];
        }),
      );
      expect(other).toEqual([]);
    }, 1_800_000);

    for (const mutant of allMutants) {
      const { app, name, breaks } = mutant;
      it.concurrent(`catches a ${app} app that ${name} (${breaks})`, async ({ task, expect }) => {
        const { directory, given } = room();
        const { port } = packages.address() as AddressInfo;
        placeMutant(mutant, directory, `http://127.0.0.1:${port}`);
        const [finding] = findingsOf(await checkFor({ directory, given, only: breaks }));
        if (finding === undefined) throw new Error(`there is no requirement '${breaks}'`);
        task.meta.kill = { app, mutant: name, breaks, observed: finding.observed };
        expect(findingText(finding)).toContain(`${breaks} broken: `);
        expect(findingText(finding)).toMatch(mutant.saying);
      });
    }
  },
);

/** The requirement and its verdict, at the start of a finding's text. */
function verdictIn(text: string): string {
  return text.slice(0, text.indexOf(':'));
}
