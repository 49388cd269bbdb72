import { attachmentChecks } from './attached/attachmentChecks.ts';
import { outageChecks } from './attached/outageChecks.ts';
import { secretChecks } from './attached/secretChecks.ts';
import { describeAttached } from './attached.ts';
import { jobChecks } from './queue/jobChecks.ts';
import { storeChecks } from './queue/storeChecks.ts';
import { workerChecks } from './queue/workerChecks.ts';
import { SERVED } from './servedServices.ts';

describeAttached({
  title: 'Flask with RabbitMQ and PostgreSQL',
  services: [
    {
      ...SERVED.postgres,
      capability: 'the job store',
      checks: storeChecks,
    },
    {
      ...SERVED.rabbitmq,
      capability: 'the queue',
      checks: [
        ...attachmentChecks,
        ...outageChecks,
        ...secretChecks,
        ...jobChecks,
        ...workerChecks,
      ],
    },
  ],
  examples: { files: 9, lines: 4, members: 8 },
  traces: 'notes|measure',
});
