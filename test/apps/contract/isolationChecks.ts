import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'vitest';
import {
  type FileSnapshot,
  fileChanges,
  snapshotFiles,
} from '../../../src/check/harness/fileChanges.ts';
import { httpRequest, jsonRequest } from '../../../src/check/harness/httpRequest.ts';
import { onReadOnlyRoot } from '../../../src/check/harness/isolation.ts';
import { BOTH, type ContractCheck, PLAIN } from './contractCheck.ts';
import { expectNone } from './expectNone.ts';
import type { PreparedApp } from './prepareApp.ts';
import { stopWeb, withWeb } from './runWeb.ts';

/** Factors II and VI: it needs nothing but its runtime, and writes nothing. */
export const isolationChecks: readonly ContractCheck[] = [
  {
    section: 'isolation',
    title: 'boots with a PATH of its runtime alone and an empty HOME',
    modes: BOTH,
    examine: (app, mode) =>
      withWeb(app, { mode }, async (web) => {
        expect(readdirSync(app.home), 'HOME').toEqual([]);
        await serveABit(web.port);
        await stopWeb(web);
      }),
  },
  {
    section: 'isolation',
    title: 'writes nothing to the project, HOME or TMPDIR that outlives it',
    modes: PLAIN,
    examine: expectNothingWritten,
  },
  {
    section: 'isolation',
    title: 'serves and ends on a read-only root with one temporary folder',
    modes: PLAIN,
    examine: expectReadOnlyServed,
  },
];

async function expectNothingWritten(app: PreparedApp): Promise<void> {
  const before = snapshot(app);
  await withWeb(app, {}, async (web) => {
    await serveABit(web.port);
    await stopWeb(web);
  });
  const after = snapshot(app);
  for (const [folder, was] of before) {
    const changes = fileChanges(was, after.get(folder) ?? new Map()).filter(
      ({ path }) => !path.split('/').some((part) => app.caches?.includes(part)),
    );
    expectNone(
      changes.map(({ kind, path }) => `${kind} ${path}`),
      `files in ${basename(folder)}`,
    );
  }
}

function snapshot(app: PreparedApp): Map<string, FileSnapshot> {
  const folders = [app.project.directory, app.home, app.temporary];
  return new Map(folders.map((folder) => [folder, snapshotFiles(folder)]));
}

async function expectReadOnlyServed(app: PreparedApp): Promise<void> {
  const isolation = onReadOnlyRoot({
    temporary: app.temporary,
    folders: [app.project.directory, app.home],
  });
  if (!isolation.possible && process.env.CI !== 'true') {
    console.warn(`not proven, read-only root: ${isolation.reason}`);
    return;
  }
  await withWeb(app, { isolation }, async (web) => {
    await serveABit(web.port);
    await stopWeb(web);
  });
}

async function serveABit(port: number): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    expect((await httpRequest(port, { path: '/' })).status).toBe(200);
    expect(
      (await httpRequest(port, jsonRequest('/echo', { round, text: 'x'.repeat(300_000) }))).status,
    ).toBe(200);
    expect((await httpRequest(port, { path: '/no-such-route' })).status).toBe(404);
  }
}
