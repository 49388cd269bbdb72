import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { realCatalog } from '../catalog/realCatalog.ts';
import { coveringSubsets } from '../plan/coveringSubsets.ts';
import { expectSkipsNamed } from './expectSkipsNamed.ts';
import { ciStepNames } from './runCiStep.ts';
import { ServersOfAll } from './serversOfAll.ts';
import { Workplace } from './workplace.ts';

const { problem } = ServersOfAll;
const SET_UP = ['Make a virtual environment', 'Install the locked dependencies'];
/** What is left of a project's own CI where there is no backing service. */
const NEEDS_A_SERVICE = ['Bring the database to the schema', 'Check the twelve factors'];

/** What has a suite of its own, in which the same is done. */
const ELSEWHERE = ['', 'postgres', 'mysql'];

const subsets = coveringSubsets(realCatalog, 'flask')
  .map((services) => [services.join('+'), services] as const)
  .filter(([label]) => !ELSEWHERE.includes(label));

describe.skipIf(problem !== undefined)(
  `Flask with every two services${problem === undefined ? '' : `: ${problem}`}`,
  () => {
    // At one path, so that the types of a package are checked once.
    let workplace: Workplace;
    const servers = new ServersOfAll();
    beforeAll(async () => {
      workplace = new Workplace('subsets');
      await servers.start();
    });
    afterAll(async () => {
      await servers.remove();
      workplace?.remove();
    });

    describe.each(subsets)('%s', (_, names) => {
      it('installs from its lock and passes its own CI', async () => {
        await workplace.install('flask', names);
        const types = { MYPY_CACHE_DIR: join(workplace.home, 'types') };
        for (const step of ciStepNames(workplace.project)) {
          if ([...SET_UP, ...NEEDS_A_SERVICE].includes(step)) continue;
          const output = await workplace.ci(step, types);
          if (step === 'Test') expectSkipsNamed(workplace.project, output);
        }
      });

      it('keeps all twelve factors, in front of the servers', () =>
        servers.expectAllFactorsHold(workplace, names));
    });
  },
);
