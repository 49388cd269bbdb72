import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { httpRequest, jsonRequest } from '../../../src/check/harness/httpRequest.ts';
import type { PreparedApp } from '../contract/prepareApp.ts';
import type { RabbitmqServer } from '../servers/rabbitmqServer.ts';
import { watchPostgres } from './effects.ts';
import type { QueueApp } from './queueApp.ts';

const COUNT = `
import sys, pika
with pika.BlockingConnection(pika.URLParameters(sys.argv[1])) as connection:
    declared = connection.channel().queue_declare("jobs", passive=True)
    print(declared.method.message_count)
`;

/** An app whose messages RabbitMQ carries, and whose jobs are rows in PostgreSQL. */
export function rabbitmqQueue(app: PreparedApp, server: RabbitmqServer): QueueApp<RabbitmqServer> {
  return {
    app,
    server,
    check: 'queue',
    store: 'DATABASE_URL',
    makePlace: async ({ login, port } = {}) => ({ AMQP_URL: server.takeVirtualHost(login, port) }),
    put: (port, text, limitMs) => httpRequest(port, jsonRequest('/jobs', { text }), limitMs),
    countKept: async (_port, { AMQP_URL = '' }) => {
      const url = new URL(AMQP_URL);
      url.port = String(server.port);
      const python = join(app.path, 'python');
      return Number(execFileSync(python, ['-c', COUNT, url.href], { encoding: 'utf8' }));
    },
    watchEffects: (_place, use) => watchPostgres(app.variables?.DATABASE_URL ?? '', use),
  };
}
