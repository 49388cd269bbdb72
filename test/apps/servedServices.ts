import { cacheApp } from './attached/cacheApp.ts';
import { filesApp } from './attached/filesApp.ts';
import { mailApp } from './attached/mailApp.ts';
import { rabbitmqQueue } from './queue/rabbitmqQueue.ts';
import { mailServer } from './servers/mailServer.ts';
import { mariadbProblem, mariadbServer } from './servers/mariadbServer.ts';
import { postgresProblem, postgresServer } from './servers/postgresServer.ts';
import { rabbitmqProblem, rabbitmqServer } from './servers/rabbitmqServer.ts';
import { redisProblem, redisServer } from './servers/redisServer.ts';
import { s3Problem, s3Server } from './servers/s3Server.ts';
import { sqlApp } from './sql/sqlApp.ts';

/** Every service with the server that plays it, attached as what it is best for. */
export const SERVED = {
  postgres: {
    service: 'postgres',
    problem: postgresProblem(),
    startServer: postgresServer,
    attach: sqlApp,
  },
  mysql: {
    service: 'mysql',
    problem: mariadbProblem(),
    startServer: mariadbServer,
    attach: sqlApp,
  },
  redis: {
    service: 'redis',
    problem: redisProblem(),
    startServer: redisServer,
    attach: cacheApp,
  },
  rabbitmq: {
    service: 'rabbitmq',
    problem: rabbitmqProblem(),
    startServer: rabbitmqServer,
    attach: rabbitmqQueue,
  },
  s3: {
    service: 's3',
    problem: await s3Problem(),
    startServer: s3Server,
    attach: filesApp,
  },
  smtp: {
    service: 'smtp',
    problem: undefined,
    startServer: () => mailServer(),
    attach: mailApp,
  },
};
