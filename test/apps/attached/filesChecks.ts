import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { encodeRequest, httpRequest } from '../../../src/check/harness/httpRequest.ts';
import { residentBytes } from '../../../src/check/harness/processTable.ts';
import { waitFor } from '../../../src/check/harness/waitFor.ts';
import { exchange } from '../contract/exchange.ts';
import { expectExit0 } from '../contract/expectExit.ts';
import { expectResponse } from '../contract/expectResponse.ts';
import { expectNothingLeft, type Web } from '../contract/runWeb.ts';
import { type AttachedCheck, withPlace } from './attachedApp.ts';
import { type FilesApp, fileRequest } from './filesApp.ts';

const MEBIBYTE = 1024 * 1024;
const LONGEST = 10 * MEBIBYTE;
const AT_ONCE = 8;
/** What buffers may take that hold no file: less than two files, of which more than two are under way. */
const GROWTH = 15 * MEBIBYTE;
const LIMIT_MS = 60_000;

/** What only files promise. */
export const filesChecks: readonly AttachedCheck<FilesApp>[] = [
  { title: 'a file comes back byte by byte, with its type', examine: expectSameBytes },
  { title: `${AT_ONCE} of 10 MiB at once, both ways: bounded memory`, examine: expectStreamed },
  { title: 'more than 10 MiB is 413, declared or not', examine: expectTooLarge },
  { title: 'an upload that breaks off leaves the old file', examine: expectOldFile },
  { title: 'SIGTERM in the middle of a download: it is finished', examine: expectDownload },
];

async function expectSameBytes(files: FilesApp): Promise<void> {
  await withPlace(files, await files.makePlace(), async ({ port }) => {
    for (const [bytes, status] of [
      [randomBytes(LONGEST), 201],
      [Buffer.alloc(0), 200],
    ] as const) {
      const sent = await httpRequest(
        port,
        fileRequest('it', bytes, 'image/x-any; of=it'),
        LIMIT_MS,
      );
      expect(sent.status, sent.body.toString()).toBe(status);
      const got = await httpRequest(port, { path: '/files/it' }, LIMIT_MS);
      expect(got.status).toBe(200);
      expect(got.headers['content-type']).toBe('image/x-any; of=it');
      expect(got.body.equals(bytes), 'the same bytes').toBe(true);
    }
  });
}

async function expectStreamed(files: FilesApp): Promise<void> {
  const bytes = randomBytes(LONGEST);
  const names = Array.from({ length: AT_ONCE }, (_, index) => `file-${index}`);
  await withPlace(files, await files.makePlace(), async (web) => {
    const put = (name: string) => httpRequest(web.port, fileRequest(name, bytes), LIMIT_MS);
    const get = (name: string) => httpRequest(web.port, { path: `/files/${name}` }, LIMIT_MS);
    await put('first');
    await get('first');
    const before = memoryOf(web);
    const { results, peak } = await whileWatched(web, async () => {
      const sent = await Promise.all(names.map(put));
      return [...sent, ...(await Promise.all(names.map(get)))];
    });
    const statuses = results.map(({ status }) => status);
    expect(statuses).toEqual([...names.map(() => 201), ...names.map(() => 200)]);
    for (const { body } of results.slice(AT_ONCE)) expect(body.equals(bytes)).toBe(true);
    expect(peak - before, 'growth of memory in bytes').toBeLessThan(GROWTH);
  });
}

/** Does something, and gives the most memory that the app had meanwhile, in bytes. */
async function whileWatched<Results>(
  web: Web,
  act: () => Promise<Results>,
): Promise<{ results: Results; peak: number }> {
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, memoryOf(web));
  }, 20);
  try {
    return { results: await act(), peak };
  } finally {
    clearInterval(watch);
  }
}

function memoryOf({ running }: Web): number {
  return running.processes().reduce((sum, { pid }) => sum + residentBytes(pid), 0);
}

async function expectTooLarge(files: FilesApp): Promise<void> {
  const place = await files.makePlace();
  await withPlace(files, place, async ({ port }) => {
    const declared = fileRequest('long', Buffer.alloc(LONGEST + 1));
    expect((await httpRequest(port, declared, LIMIT_MS)).status).toBe(413);
    const head = 'PUT /files/long HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';
    const piece = Buffer.concat([
      Buffer.from('100000\r\n'),
      Buffer.alloc(MEBIBYTE),
      Buffer.from('\r\n'),
    ]);
    const pieces = [head, ...Array.from({ length: 10 }, () => piece), '1\r\nx\r\n0\r\n\r\n'];
    const reply = await exchange(port, pieces, { method: 'PUT', limitMs: LIMIT_MS });
    expectResponse(reply, 413, 'a chunked file');
    expect(await files.countKept(port, place)).toBe(0);
  });
}

async function expectOldFile(files: FilesApp): Promise<void> {
  const place = await files.makePlace();
  await withPlace(files, place, async ({ port }) => {
    await files.put(port, 'old');
    const request = encodeRequest(fileRequest('old', Buffer.alloc(LONGEST)));
    const socket = connect(port, '127.0.0.1');
    socket.write(request.subarray(0, LONGEST / 2));
    await pause(500);
    socket.destroy();
    await waitFor(
      'what had arrived to be gone',
      () => files.server.keys(place.S3_BUCKET ?? '').length === 1,
      { limitMs: 15_000 },
    );
    expect(await files.countKept(port, place)).toBe(1);
  });
}

async function expectDownload(files: FilesApp): Promise<void> {
  await withPlace(files, await files.makePlace(), async (web) => {
    const bytes = randomBytes(LONGEST);
    await httpRequest(web.port, fileRequest('it', bytes), LIMIT_MS);
    const socket = connect(web.port, '127.0.0.1');
    const pieces: Buffer[] = [];
    socket.write(encodeRequest({ path: '/files/it' }));
    await new Promise<void>((resolve) => {
      socket.once('data', (piece) => {
        pieces.push(piece);
        socket.pause();
        resolve();
      });
    });
    web.running.signal('SIGTERM');
    await pause(1_000);
    expect(web.running.exit, 'ended in the middle of an answer').toBeUndefined();
    socket.on('data', (piece) => pieces.push(piece));
    const ended = new Promise((resolve) => socket.on('close', resolve));
    socket.resume();
    await ended;
    expect(Buffer.concat(pieces).subarray(-LONGEST).equals(bytes), 'all bytes').toBe(true);
    await expectExit0(web.running, 5_000);
    await expectNothingLeft(web);
  });
}
