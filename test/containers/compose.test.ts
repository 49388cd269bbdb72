import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readProcfile } from '../../src/check/harness/readProcfile.ts';
import { planProject } from '../../src/plan/planProject.ts';
import { realCatalog } from '../catalog/realCatalog.ts';
import { coveringSubsets } from '../plan/coveringSubsets.ts';
import { findCompose } from './findCompose.ts';

const run = promisify(execFile);
const compose = await findCompose();

/** What compose makes of a file, as far as it is looked at here. */
interface Composed {
  readonly services: Readonly<
    Record<string, { ports?: readonly { host_ip: string; published: string }[] }>
  >;
}

const subsets = coveringSubsets(realCatalog, 'flask').map(
  (services) => [services.join('+') || 'no service', services] as const,
);

describe.skipIf(compose.problem !== undefined)(
  `docker compose config${compose.problem === undefined ? '' : `: ${compose.problem}`}`,
  () => {
    it.each(subsets)('%s: is understood without a warning', async (_, services) => {
      const answers = { directory: 'app', name: 'app', description: 'An app', stack: 'flask' };
      const plan = planProject({ ...answers, services, targets: [] }, realCatalog);
      const text = (path: string) => plan.get(path)?.text ?? '';
      const folder = mkdtempSync(join(tmpdir(), 'compose-'));
      try {
        writeFileSync(join(folder, 'compose.yaml'), text('compose.yaml'));
        const config = async (variables = {}): Promise<Composed> => {
          const env = { ...compose.environment, ...variables };
          const words = ['compose', 'config', '--format', 'json'];
          const { stdout, stderr } = await run('docker', words, { cwd: folder, env });
          expect(stderr).toBe('');
          return JSON.parse(stdout);
        };
        const { services: composed } = await config();
        for (const { name } of readProcfile(text('Procfile')))
          expect(composed).toHaveProperty(name);
        const ports = Object.values(composed).flatMap((service) => service.ports ?? []);
        expect(new Set(ports.map((port) => port.host_ip))).toEqual(new Set(['127.0.0.1']));
        const moved = (await config({ PORT: '4711' })).services.web?.ports;
        expect(moved?.map((port) => port.published)).toEqual(['4711']);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  },
);
