import type { Factor } from '../requirement.ts';
import { confinedRun, confinedWithout, expectLife } from '../scenarios/connections.ts';
import { ANSWER_LIMIT_MS, outages, RECOVERY_LIMIT_MS } from '../scenarios/outage.ts';
import { swaps } from '../scenarios/swap.ts';
import { notChecked, verdictOf } from '../verdict.ts';
import { fallbacks, fate, strangers, textOf } from './judgeConnections.ts';
import { judgeOutages, NAMES, outageFaults, outageText } from './judgeOutages.ts';

export const backingServices: Factor = {
  number: 4,
  slug: 'backing-services',
  title: 'Backing services',
  promise: 'A backing service is a URL in the environment: it can be swapped, and it can be away.',
  requirements: [
    {
      id: 'backing-services.declared-connections',
      title: 'It connects to nothing that its environment does not name',
      level: 'run',
      expected:
        'in a network where every connection is seen, only hosts and ports of its environment are tried',
      remedy: 'Take the address of every service from the environment, and declare its variable.',
      async examine(app) {
        const run = await confinedRun(app);
        await expectLife(app, run);
        const whom = run.tried.length === 0 ? 'nobody' : run.tried.map(textOf).join(', ');
        return verdictOf(
          strangers(app.environment(1), run.tried).map(
            (one) => `it tried ${textOf(one)}, which its environment does not name`,
          ),
          `used in a network of its own, it tried to reach ${whom}`,
        );
      },
    },
    {
      id: 'backing-services.no-fallback',
      title: 'Without the URL of a service it uses no other one',
      level: 'run',
      expected:
        'with the variable unset it ends, or serves without that service; it tries no local one',
      remedy: 'Give the URLs of services no default; refuse to start when one is missing.',
      async examine(app) {
        if (app.resources.length === 0)
          return notChecked('its environment names no backing service');
        const ordinary = await confinedRun(app);
        const runs = await Promise.all(
          app.resources.map(async ({ variable }) => ({
            variable,
            run: await confinedWithout(app, variable),
          })),
        );
        const faults = runs.flatMap(({ variable, run }) => fallbacks(app, variable, run, ordinary));
        return verdictOf(
          faults,
          runs.map(({ variable, run }) => `without ${variable} ${fate(run)}`).join('; '),
        );
      },
    },
    {
      id: 'backing-services.swap',
      title: 'Another service is another URL',
      level: 'run',
      expected:
        'what was written with URL A is not there with URL B, and is there with A again, without a build',
      remedy: 'Connect to what the URL names, database included, and keep nothing elsewhere.',
      async examine(app) {
        const seen = await swaps(app);
        const faults = seen.flatMap(({ step, seenInOther, kept }) => [
          ...(seenInOther
            ? [
                `${step.name}: what was written with ${step.resource} was there with another URL too`,
              ]
            : []),
          ...(kept ? [] : [`${step.name}: it was gone when the first ${step.resource} was back`]),
        ]);
        const names = seen.map(({ step }) => `${step.name} followed ${step.resource}`).join(', ');
        return verdictOf(faults, `${names}: A, B, A`);
      },
    },
    {
      id: 'backing-services.outage',
      title: 'A service that is away takes nothing else with it',
      level: 'run',
      expected: `the process lives, says that it is not ready, and answers each request within ${ANSWER_LIMIT_MS / 1000} s`,
      remedy:
        'Give connections and statements time limits, answer 503, and let only the ready route ask the service.',
      examine: async (app) => judgeOutages(await outages(app), outageFaults, outageText),
    },
    {
      id: 'backing-services.recovers',
      title: 'It uses a service again that was away, without a restart',
      level: 'run',
      expected: `all is well within ${RECOVERY_LIMIT_MS / 1000} s after the service is back`,
      remedy: 'Let the pool drop broken connections and make new ones.',
      examine: async (app) =>
        judgeOutages(
          await outages(app),
          ({ recoveredMs, ended, absence }) =>
            recoveredMs === undefined
              ? [`${ended ?? 'it was not well again'} after ${NAMES[absence]}`]
              : [],
          ({ recoveredMs = 0, absence }) =>
            `well ${Math.round(recoveredMs)} ms after ${NAMES[absence]}`,
        ),
    },
  ],
};
