import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { inNewNetwork } from '../../../src/check/harness/isolation.ts';
import { LOOPBACK_ONLY } from '../../../src/check/harness/networkScripts.ts';
import { examine } from '../examineApp.ts';
import { type Project, verdictOnGood, withProject } from '../withProject.ts';

// Each of these starts an app several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const unchanged = (): void => undefined;

/** Puts a line before all others of the program. */
const atStart = (line: string) => (project: Project) => project.edit('main.mjs', /^/, `${line}\n`);

const networks = inNewNetwork(LOOPBACK_ONLY, '1', '').possible;

describe('the good app', () => {
  it('keeps what needs no build commands', async () => {
    await withProject(unchanged, async (app) => {
      const unchangedByRuns = await examine(app, 'build-release-run.unchanged-by-runs');
      expect(unchangedByRuns).toMatchObject({
        status: 'holds',
        observed: 'the same files after two runs that differed in PORT, LOG_LEVEL, RELEASE_VERSION',
      });
      const buildsNothing = await examine(app, 'build-release-run.start-builds-nothing');
      expect(buildsNothing).toMatchObject({ status: 'holds' });
    });
  });
});

describe('build-release-run.unchanged-by-runs', () => {
  it('is broken by what a start writes into the build', async () => {
    const verdict = await verdictOnGood(
      'build-release-run.unchanged-by-runs',
      atStart("(await import('node:fs')).writeFileSync('settings.json', process.env.PORT);"),
    );
    expect(verdict).toMatchObject({ status: 'broken', observed: 'a run added settings.json' });
  });

  it('lets an app write what the check file lets it write', async () => {
    const verdict = await verdictOnGood('build-release-run.unchanged-by-runs', (project) => {
      atStart("(await import('node:fs')).writeFileSync('cache.json', process.env.PORT);")(project);
      project.write('twelve-factor.check.json', '{ "writable": ["cache.json"] }');
    });
    expect(verdict).toMatchObject({ status: 'holds' });
  });
});

describe('build-release-run.start-builds-nothing', () => {
  it('is broken by a start that compiles', async () => {
    const verdict = await verdictOnGood('build-release-run.start-builds-nothing', (project) => {
      project.write('tools/tsc', '#!/bin/sh\nsleep 0.1\n');
      project.write('Procfile', 'web: ./tools/tsc --build && exec node main.mjs web\n');
    });
    expect(verdict).toMatchObject({
      status: 'broken',
      observed: 'its start ran: sh ./tools/tsc --build',
    });
  });
});

describe('build-release-run.starts-offline', () => {
  it.runIf(networks)('holds for an app that fetches nothing', async () => {
    const verdict = await verdictOnGood('build-release-run.starts-offline', unchanged);
    expect(verdict).toMatchObject({ status: 'holds' });
  });

  it.runIf(networks)('is broken by an app that fetches something when it starts', async () => {
    const assets = createServer((_, response) => response.end('asset'));
    await new Promise<void>((resolve) => assets.listen(0, '127.0.0.1', resolve));
    const { port } = assets.address() as AddressInfo;
    try {
      const verdict = await verdictOnGood('build-release-run.starts-offline', (project) => {
        atStart(`await fetch('http://127.0.0.1:${port}/');`)(project);
      });
      expect(verdict).toMatchObject({ status: 'broken' });
    } finally {
      assets.closeAllConnections();
      assets.close();
    }
  });
});

describe('build-release-run.build-needs-no-config', () => {
  const builtBy = (command: string) => (project: Project) =>
    project.write('twelve-factor.check.json', JSON.stringify({ build: [command] }));

  it('holds when the commands succeed without a variable', async () => {
    const verdict = await verdictOnGood(
      'build-release-run.build-needs-no-config',
      builtBy('test -z "$API_TOKEN$PORT" && node --check main.mjs'),
    );
    expect(verdict).toMatchObject({ status: 'holds' });
  });

  it('is broken when they need one', async () => {
    const verdict = await verdictOnGood(
      'build-release-run.build-needs-no-config',
      builtBy('node main.mjs check-config'),
    );
    expect(verdict).toMatchObject({ status: 'broken' });
    expect(verdict.evidence?.join()).toMatch(/API_TOKEN/);
  });

  it('is not checked when they fail with it as well', async () => {
    const verdict = await verdictOnGood(
      'build-release-run.build-needs-no-config',
      builtBy('false'),
    );
    expect(verdict).toMatchObject({ status: 'not-checked' });
  });

  it('is not checked without build commands', async () => {
    const verdict = await verdictOnGood('build-release-run.build-needs-no-config', unchanged);
    expect(verdict).toMatchObject({ status: 'not-checked' });
  });
});
