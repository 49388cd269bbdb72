import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import { ServersOfAll } from '../apps/serversOfAll.ts';
import { Workplace } from '../apps/workplace.ts';
import { realCatalog } from '../catalog/realCatalog.ts';
import { allowedSubsets } from '../plan/coveringSubsets.ts';

// A check mostly waits for the app.
vi.setConfig({ maxConcurrency: 3 });

const { problem } = ServersOfAll;
const subsets = allowedSubsets(realCatalog, 'flask').map(
  (services) => [services.join('+') || 'no service', services] as const,
);

describe.skipIf(problem !== undefined)(
  `Flask, installed from its lock, keeps all twelve factors${problem === undefined ? '' : `: ${problem}`}`,
  () => {
    const servers = new ServersOfAll();
    beforeAll(() => servers.start());
    afterAll(() => servers.remove());

    it.concurrent.each(subsets)('with %s', async (_, names) => {
      const workplace = new Workplace('subset');
      try {
        await workplace.install('flask', names);
        await servers.expectAllFactorsHold(workplace, names);
      } finally {
        workplace.remove();
      }
    });
  },
);
