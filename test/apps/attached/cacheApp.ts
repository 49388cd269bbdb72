import { expect } from 'vitest';
import { httpRequest, jsonBody } from '../../../src/check/harness/httpRequest.ts';
import type { PreparedApp } from '../contract/prepareApp.ts';
import { LOGIN } from '../servers/backingServer.ts';
import type { RedisServer } from '../servers/redisServer.ts';
import { type AttachedApp, type AttachedCheck, expectSuccess, withPlace } from './attachedApp.ts';

/** An app that counts visits, and the server in which it does. */
type CacheApp = AttachedApp<RedisServer>;

export function cacheApp(app: PreparedApp, server: RedisServer): CacheApp {
  return {
    app,
    server,
    check: ['cache', 'queue'],
    makePlace: async ({ login = LOGIN, port } = {}) => ({
      REDIS_URL: server.createDatabase(login, port),
    }),
    put: (port, _text, limitMs) => httpRequest(port, { method: 'POST', path: '/visits' }, limitMs),
    countKept: async (port) => countOf(await httpRequest(port, { path: '/visits' })),
  };
}

/** What only a cache promises. */
export const cacheChecks: readonly AttachedCheck<CacheApp>[] = [
  { title: 'two instances at once count exactly', examine: expectExact },
];

const VISITS = 200;

function countOf(response: Parameters<typeof jsonBody>[0]): number {
  return (jsonBody(expectSuccess(response)) as { count: number }).count;
}

async function expectExact(cache: CacheApp): Promise<void> {
  const place = await cache.makePlace();
  await withPlace(cache, place, (one) =>
    withPlace(cache, place, async (other) => {
      const counts: number[] = [];
      const visit = async ({ port }: { port: number }) => {
        for (let left = VISITS / 8; left > 0; left -= 1)
          counts.push(countOf(await cache.put(port, '')));
      };
      await Promise.all([one, other, one, other, one, other, one, other].map(visit));
      counts.sort((a, b) => a - b);
      expect(counts).toEqual(Array.from({ length: VISITS }, (_, index) => index + 1));
      expect(await cache.countKept(one.port, place)).toBe(VISITS);
    }),
  );
}
