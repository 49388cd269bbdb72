import type { ExaminedApp } from '../app/examinedApp.ts';
import { firstStart } from '../app/runApp.ts';
import type { Factor } from '../requirement.ts';
import { containerLife, STOP_GRACE_S } from '../scenarios/containerLife.ts';
import { imageCommandLife } from '../scenarios/imageCommand.ts';
import { interruptedStart, STOP_LIMIT_MS } from '../scenarios/interruptedStart.ts';
import { endedWorkers } from '../scenarios/jobs.ts';
import {
  IDLE_LIMIT_MS,
  idleLife,
  interruptedLife,
  ordinaryLife,
} from '../scenarios/ordinaryLife.ts';
import { broken, holds, notChecked, verdictOf } from '../verdict.ts';
import { judgeContainerStop } from './judgeContainerStop.ts';
import { judgeWorker, lostJobs } from './judgeJobs.ts';
import { endOf, judgeDrain, judgeIdleEnd } from './judgeShutdown.ts';
import { judgeStrikes } from './judgeStrikes.ts';

const DRAIN = {
  expected:
    'the request in flight gets its whole 2xx, and the process is gone in time, with 0 or by the signal',
  remedy:
    'On SIGTERM stop accepting, let what is in flight finish, close idle connections, then exit 0 (most servers have a shutdown that does so: await it).',
} as const;

/** A start that takes longer than this is worth a word, in ms. */
const QUICK_MS = 5_000;

export const disposability: Factor = {
  number: 9,
  slug: 'disposability',
  title: 'Disposability',
  promise: 'It starts in seconds and stops without losing work, whenever it is told to.',
  requirements: [
    {
      id: 'disposability.starts',
      title: 'It starts in seconds',
      level: 'run',
      expected:
        'web answers within 5 s of its start; above 30 s it counts as one that does not start',
      remedy:
        'Do less before listening: connect lazily, and leave migrations and builds to their own steps.',
      async examine(app) {
        playAhead(app);
        const { readyMs, unready, listening, evidence } = await firstStart(app);
        const absent = await app.absentResources();
        if (readyMs === undefined && absent.length > 0)
          return notChecked(
            `nothing answers at ${absent.map(({ variable }) => variable).join(', ')}`,
          );
        if (unready === undefined && listening.length > 0)
          return notChecked(
            `it listens on ${listening.join(', ')}, not on PORT: see port-binding.port-variable`,
          );
        if (unready !== undefined && app.routes.ready === undefined)
          return notChecked(
            `it listens, but ${unready}, and it names no path that tells when it is ready`,
          );
        if (readyMs === undefined) return broken(unready ?? 'it never answered', [evidence]);
        const slow = readyMs > QUICK_MS ? ['this is slow: other instances wait for it'] : [];
        return holds(`it answered ${Math.round(readyMs)} ms after its start`, slow);
      },
    },
    {
      id: 'disposability.drains',
      title: 'SIGTERM loses no request',
      level: 'run',
      ...DRAIN,
      examine: async (app) => judgeDrain(await ordinaryLife(app, 'plain')),
    },
    {
      id: 'disposability.drains-pid1',
      title: 'SIGTERM loses no request as PID 1, as which a container runs it',
      level: 'run',
      ...DRAIN,
      remedy: `${DRAIN.remedy} A PID 1 needs a handler: without one SIGTERM does nothing.`,
      examine: async (app) => judgeDrain(await ordinaryLife(app, 'pid1')),
    },
    {
      id: 'disposability.interrupt',
      title: 'SIGINT ends it as SIGTERM does',
      level: 'run',
      ...DRAIN,
      remedy: 'Handle SIGINT as SIGTERM.',
      examine: async (app) => judgeDrain(await interruptedLife(app)),
    },
    {
      id: 'disposability.stops-while-starting-pid1',
      title: 'SIGTERM ends it while it starts',
      level: 'run',
      expected: `as PID 1, SIGTERM before it is ready ends it within ${STOP_LIMIT_MS / 1000} s`,
      remedy: 'Install the handler first, before the imports and connections that take time.',
      examine: async (app) => judgeStrikes(await interruptedStart(app)),
    },
    {
      id: 'disposability.nothing-survives',
      title: 'Nothing of it lives on',
      level: 'run',
      expected: 'after SIGTERM no process of it is left, and its port is free',
      remedy:
        'Run the server itself, not through npm or a shell that does not pass the signal on; end children before exiting.',
      async examine(app) {
        const { shutdown } = await ordinaryLife(app, 'plain');
        if (shutdown.exit === undefined)
          return notChecked('it did not end: see disposability.drains');
        const { survivors, answeredAfter, portFree } = shutdown;
        const faults = survivors.map(({ pid, command }) => `'${command}' (${pid}) lived on`);
        if (answeredAfter !== undefined) faults.push(`GET / still answered ${answeredAfter}`);
        if (!portFree) faults.push('the port was still taken');
        return verdictOf(faults, `it ${endOf(shutdown)}, and left nothing behind`);
      },
    },
    {
      id: 'disposability.idle-connections',
      title: 'It does not wait for connections on which nothing happens',
      level: 'run',
      expected: `with an idle keep-alive connection open it ends within ${IDLE_LIMIT_MS / 1000} s, as without`,
      remedy: 'Close idle keep-alive connections when the shutdown begins.',
      examine: async (app) => judgeIdleEnd(await idleLife(app)),
    },
    {
      id: 'disposability.image-command-pid1',
      title: "The Dockerfile's own command passes SIGTERM on",
      level: 'run',
      ...DRAIN,
      remedy:
        'Write CMD and ENTRYPOINT as JSON arrays that start the server itself: a shell as PID 1 keeps SIGTERM to itself.',
      async examine(app) {
        const { argv, drain } = await imageCommandLife(app);
        const verdict = judgeDrain(drain);
        return {
          ...verdict,
          evidence: [`as PID 1: ${argv.join(' ')}`, ...(verdict.evidence ?? [])],
        };
      },
    },
    {
      id: 'disposability.worker-stops',
      title: 'SIGTERM ends a worker, and its jobs are not lost',
      level: 'run',
      expected:
        'it ends in time, with 0 or by the signal, and another worker does the jobs that are left',
      remedy:
        'On SIGTERM take no more jobs, finish the one in hand or return it to the queue, then exit 0.',
      examine: judgeWorker,
    },
    {
      id: 'disposability.job-survives-kill',
      title: 'A worker that is killed loses no job',
      level: 'run',
      expected: 'another worker does all its jobs',
      remedy:
        'Acknowledge a job when it is done, not when it is taken, so that the queue gives it to another worker.',
      async examine(app) {
        const { afterKill } = await endedWorkers(app);
        return verdictOf(
          lostJobs(afterKill, 'SIGKILL'),
          `all ${afterKill.jobs.length} jobs were done after a worker was killed amid them`,
        );
      },
    },
    {
      id: 'disposability.container-stops',
      title: 'docker stop loses no request',
      level: 'image',
      expected: `the request in flight gets its whole 2xx, and the container ends by itself within ${STOP_GRACE_S} s`,
      remedy: DRAIN.remedy,
      examine: async (app) => judgeContainerStop(await containerLife(app)),
    },
  ],
};

/** Starts the runs that follow, so that they overlap: most of their time is waiting. */
function playAhead(app: ExaminedApp): void {
  for (const mode of ['plain', 'pid1'] as const) {
    // Who asks for it is told of its failure.
    ordinaryLife(app, mode).catch(() => undefined);
  }
  interruptedLife(app).catch(() => undefined);
  idleLife(app).catch(() => undefined);
  interruptedStart(app).catch(() => undefined);
}
