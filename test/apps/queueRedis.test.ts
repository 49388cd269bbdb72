import { attachmentChecks } from './attached/attachmentChecks.ts';
import { outageChecks } from './attached/outageChecks.ts';
import { secretChecks } from './attached/secretChecks.ts';
import { describeAttached } from './attached.ts';
import { jobChecks } from './queue/jobChecks.ts';
import { redisQueue } from './queue/redisQueue.ts';
import { workerChecks } from './queue/workerChecks.ts';
import { redisProblem, redisServer } from './servers/redisServer.ts';

describeAttached({
  title: 'Flask with Redis as queue and job store',
  services: [
    {
      service: 'redis',
      capability: 'the queue',
      problem: redisProblem(),
      startServer: redisServer,
      attach: redisQueue,
      checks: [
        ...attachmentChecks,
        ...outageChecks,
        ...secretChecks,
        ...jobChecks,
        ...workerChecks,
      ],
    },
  ],
  examples: { files: 6, lines: 3, members: 7 },
  traces: 'blueprint as visits|measure',
});
