import { expect } from 'vitest';
import { withTcpProxy } from '../../../src/check/harness/tcpProxy.ts';
import {
  type AttachedApp,
  type AttachedCheck,
  expectKept,
  expectStatus,
  withPlace,
} from './attachedApp.ts';

const RESERVED = `p@ss:w/o?r#d&100%+ [x]'"\\é`;

/** Factors IV and VI: a service is an attached resource, and holds all state. */
export const attachmentChecks: readonly AttachedCheck[] = [
  { title: 'data follows the URL: A, B, A again', examine: expectDataFollowsUrl },
  { title: 'it connects to the address in the URL only', examine: expectOnlyTheUrl },
  { title: 'a password may hold any character', examine: expectAnyPassword },
  { title: 'two instances see what each other writes', examine: expectShared },
];

async function expectDataFollowsUrl(attached: AttachedApp): Promise<void> {
  const [a, b] = [await attached.makePlace(), await attached.makePlace()];
  await withPlace(attached, a, (web) => expectKept(attached, web.port, 'in A'));
  expect(await withPlace(attached, b, (web) => attached.countKept(web.port, b))).toBe(0);
  expect(await withPlace(attached, a, (web) => attached.countKept(web.port, a))).toBe(1);
}

async function expectOnlyTheUrl(attached: AttachedApp): Promise<void> {
  await withTcpProxy(attached.server.port, async (proxy) => {
    const place = await attached.makePlace({ port: proxy.port });
    await withPlace(attached, place, async (web) => {
      await expectKept(attached, web.port, 'by the proxy');
      expect(proxy.accepted).toBeGreaterThan(0);
      proxy.cut();
      await proxy.stop();
      expect((await attached.put(web.port, 'x', 15_000)).status, 'once the address is gone').toBe(
        503,
      );
    });
  });
}

async function expectAnyPassword(attached: AttachedApp): Promise<void> {
  const place = await attached.makePlace({ login: { user: 'odd', password: RESERVED } });
  await withPlace(attached, place, async (web) => {
    await expectStatus(web.port, '/readyz', 200);
    await expectKept(attached, web.port, 'kept');
  });
}

async function expectShared(attached: AttachedApp): Promise<void> {
  const place = await attached.makePlace();
  await withPlace(attached, place, (one) =>
    withPlace(attached, place, async (other) => {
      for (const [index, web] of [one, other, one, other].entries()) {
        await expectKept(attached, web.port, `number-${index}`);
        expect(await attached.countKept(one.port, place)).toBe(index + 1);
        expect(await attached.countKept(other.port, place)).toBe(index + 1);
      }
    }),
  );
}
