import { describe, it, vi } from 'vitest';
import { type AppUnderTest, examine, withApp } from '../examineApp.ts';
import { startJobBroker } from '../jobBroker.ts';

vi.setConfig({ maxConcurrency: 6, testTimeout: 120_000 });

const WORKER = 'worker.mjs';
const TAKE = "ask('/take', {})";
const STOP = '() => (stopping = true)';
const JOBS = {
  submit: { method: 'POST', path: '/jobs' },
  id: '/id',
  result: { path: '/jobs/${id}' },
  state: '/state',
  done: ['done'],
  within: 6,
};

type Expected = readonly [name: string, app: Partial<AppUnderTest>, id: string, saying: RegExp];

const apps: readonly Expected[] = [
  [
    'shares its jobs among its workers',
    {},
    'concurrency.jobs-once',
    /^holds: 80 jobs .* each in one attempt/,
  ],
  [
    'finishes the job in hand',
    {},
    'disposability.worker-stops',
    /^holds: a worker amid jobs ended with 0/,
  ],
  ['leaves its jobs with the broker', {}, 'disposability.job-survives-kill', /^holds: all 30 jobs/],
  [
    'lets two workers see one job',
    { edits: [[WORKER, TAKE, "ask('/peek', {})"]] },
    'concurrency.jobs-once',
    /^broken: \d+ of 80 jobs .* were begun more than once\njob \d+: \d+ attempts/,
  ],
  [
    'does not say how often a job was begun',
    {
      edits: [
        [
          'web.mjs',
          'await ask(`/job?id=${id}`)',
          '{ ...(await ask(`/job?id=${id}`)), attempts: undefined }',
        ],
      ],
    },
    'concurrency.jobs-once',
    /^not-checked: 80 jobs .* nothing tells how often/,
  ],
  [
    'takes jobs for good',
    { edits: [[WORKER, TAKE, "ask('/pop', {})"]] },
    'disposability.job-survives-kill',
    /^broken: \d+ of 30 jobs were lost by SIGKILL\njob \d+ is running/,
  ],
  [
    'drops the job in hand on SIGTERM',
    {
      edits: [
        [WORKER, TAKE, "ask('/pop', {})"],
        [WORKER, STOP, '() => process.exit(0)'],
      ],
    },
    'disposability.worker-stops',
    /^broken: \d+ of 30 jobs were lost by SIGTERM/,
  ],
  [
    'has a worker that does nothing',
    { edits: [[WORKER, TAKE, "ask('/nothing', {})"]] },
    'concurrency.jobs-once',
    /^broken: 80 of 80 jobs .* were not done within 6 s\njob \d+ is queued/,
  ],
  [
    'has a worker, and no jobs that are known',
    { told: {} },
    'disposability.worker-stops',
    /^holds: a worker without jobs ended with 0 .*\nthe check file tells of no jobs/,
  ],
  [
    'has a worker that no signal ends, and no jobs that are known',
    { told: {}, edits: [[WORKER, STOP, '() => undefined']] },
    'disposability.worker-stops',
    /^broken: it still ran 2 s after SIGTERM/,
  ],
  [
    'has no broker',
    { given: { BROKER_URL: 'http://127.0.0.1:9/' } },
    'concurrency.jobs-once',
    /^not-checked: nothing answers at BROKER_URL/,
  ],
];

describe('jobs', () => {
  it.concurrent.for(apps)('of an app that %s', async ([, app, id, saying], { expect }) => {
    const broker = await startJobBroker();
    const given = { BROKER_URL: broker.url };
    const made = { fixture: 'queue', told: { jobs: JOBS }, given, ...app };
    const {
      status,
      observed,
      evidence = [],
    } = await withApp(made, (examined) => examine(examined, id)).finally(() => broker.stop());
    expect([`${status}: ${observed}`, ...evidence].join('\n')).toMatch(saying);
  });
});
