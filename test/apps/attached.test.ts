import { attachmentChecks } from './attached/attachmentChecks.ts';
import { cacheApp, cacheChecks } from './attached/cacheApp.ts';
import { filesApp } from './attached/filesApp.ts';
import { filesChecks } from './attached/filesChecks.ts';
import { mailApp } from './attached/mailApp.ts';
import { mailChecks } from './attached/mailChecks.ts';
import { outageChecks } from './attached/outageChecks.ts';
import { secretChecks } from './attached/secretChecks.ts';
import { type AttachedService, describeAttached } from './attached.ts';
import { mailServer } from './servers/mailServer.ts';
import { redisProblem, redisServer } from './servers/redisServer.ts';
import { s3Problem, s3Server } from './servers/s3Server.ts';

const COMMON = [...attachmentChecks, ...outageChecks, ...secretChecks];

const services: readonly AttachedService[] = [
  {
    service: 'redis',
    capability: 'the cache',
    problem: redisProblem(),
    startServer: redisServer,
    attach: cacheApp,
    checks: [...COMMON, ...cacheChecks],
  },
  {
    service: 's3',
    capability: 'the files',
    problem: await s3Problem(),
    startServer: s3Server,
    attach: filesApp,
    checks: [...COMMON, ...filesChecks],
  },
  {
    service: 'smtp',
    capability: 'the mail',
    problem: undefined,
    startServer: () => mailServer(),
    attach: mailApp,
    checks: [...COMMON, ...mailChecks],
  },
];

/** One app with all three: what one of them does must leave the others as they are. */
describeAttached({
  title: 'Flask with Redis, S3 and SMTP',
  services,
  examples: { files: 10, lines: 5, members: 12 },
  traces: 'visits|blueprint as files|blueprint as messages|measure',
});
