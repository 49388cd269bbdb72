import { attachmentChecks } from './attached/attachmentChecks.ts';
import { outageChecks } from './attached/outageChecks.ts';
import { secretChecks } from './attached/secretChecks.ts';
import { describeAttached } from './attached.ts';
import { jobChecks } from './queue/jobChecks.ts';
import { rabbitmqQueue } from './queue/rabbitmqQueue.ts';
import { storeChecks } from './queue/storeChecks.ts';
import { workerChecks } from './queue/workerChecks.ts';
import { postgresProblem, postgresServer } from './servers/postgresServer.ts';
import { rabbitmqProblem, rabbitmqServer } from './servers/rabbitmqServer.ts';
import { sqlApp } from './sql/sqlApp.ts';

describeAttached({
  title: 'Flask with RabbitMQ and PostgreSQL',
  services: [
    {
      service: 'postgres',
      capability: 'the job store',
      problem: postgresProblem(),
      startServer: postgresServer,
      attach: sqlApp,
      checks: storeChecks,
    },
    {
      service: 'rabbitmq',
      capability: 'the queue',
      problem: rabbitmqProblem(),
      startServer: rabbitmqServer,
      attach: rabbitmqQueue,
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
