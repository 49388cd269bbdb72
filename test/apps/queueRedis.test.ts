import { attachmentChecks } from './attached/attachmentChecks.ts';
import { outageChecks } from './attached/outageChecks.ts';
import { secretChecks } from './attached/secretChecks.ts';
import { describeAttached } from './attached.ts';
import { jobChecks } from './queue/jobChecks.ts';
import { redisQueue } from './queue/redisQueue.ts';
import { workerChecks } from './queue/workerChecks.ts';
import { SERVED } from './servedServices.ts';

describeAttached({
  title: 'Flask with Redis as queue and job store',
  services: [
    {
      ...SERVED.redis,
      capability: 'the queue',
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
