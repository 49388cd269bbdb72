import { httpRequest, jsonRequest } from '../../../src/check/harness/httpRequest.ts';
import type { PreparedApp } from '../contract/prepareApp.ts';
import { LOGIN } from '../servers/backingServer.ts';
import type { RedisServer } from '../servers/redisServer.ts';
import { watchRedis } from './effects.ts';
import type { QueueApp } from './queueApp.ts';

/** An app whose messages and jobs are both in Redis. */
export function redisQueue(app: PreparedApp, server: RedisServer): QueueApp<RedisServer> {
  return {
    app,
    server,
    check: ['cache', 'queue'],
    store: 'REDIS_URL',
    makePlace: async ({ login = LOGIN, port } = {}) => ({
      REDIS_URL: server.createDatabase(login, port),
    }),
    put: (port, text, limitMs) => httpRequest(port, jsonRequest('/jobs', { text }), limitMs),
    countKept: async (_port, { REDIS_URL = '' }) =>
      Number(server.command(REDIS_URL, 'XLEN', 'jobs')),
    watchEffects: ({ REDIS_URL = '' }, use) => watchRedis(REDIS_URL, use),
  };
}
