import { isBuildStep } from '../harness/buildTools.ts';
import { builtImage } from '../image/builtImage.ts';
import type { Factor } from '../requirement.ts';
import { buildWithConfiguration, buildWithoutConfiguration } from '../scenarios/builds.ts';
import { answersWithoutServices, offlineStart } from '../scenarios/offlineStart.ts';
import { programsRun } from '../scenarios/programsRun.ts';
import { twoDeploys } from '../scenarios/twoDeploys.ts';
import { broken, holds, notChecked, verdictOf } from '../verdict.ts';

export const buildReleaseRun: Factor = {
  number: 5,
  slug: 'build-release-run',
  title: 'Build, release, run',
  promise: 'One build serves every deploy; running it builds and changes nothing.',
  requirements: [
    {
      id: 'build-release-run.unchanged-by-runs',
      title: 'Two deploys run from one build, and leave it as it is',
      level: 'run',
      expected: 'no file of the build is added, changed or removed by two runs of web',
      remedy:
        'Make at build time what it makes when it starts, and write what it must to TMPDIR or to a service.',
      async examine(app) {
        const { varied, changes } = await twoDeploys(app);
        const faults = changes.map(({ kind, path }) => `a run ${kind} ${path}`);
        const otherwise = `the same files after two runs that differed in ${varied.join(', ')}`;
        return verdictOf(faults.slice(0, MOST_LINES), otherwise);
      },
    },
    {
      id: 'build-release-run.start-builds-nothing',
      title: 'No start compiles or installs anything',
      level: 'run',
      expected: 'no compiler and no package manager at work among the processes of web',
      remedy: 'Do this when it is built; the command of web starts what came of it.',
      async examine(app) {
        const { programs } = await programsRun(app);
        const steps = programs.map(({ command }) => command).filter(isBuildStep);
        const faults = [...new Set(steps)].map((command) => `its start ran: ${command}`);
        const names = [...new Set(programs.map(({ name }) => name))].join(', ');
        return verdictOf(faults, `it ran ${names}, and nothing that builds`);
      },
    },
    {
      id: 'build-release-run.starts-offline',
      title: 'It starts without fetching anything',
      level: 'run',
      expected: 'web answers in a network in which nothing but itself is there',
      remedy: 'Fetch packages, models and assets when it is built.',
      async examine(app) {
        const { answeredMs, evidence } = await offlineStart(app);
        if (answeredMs !== undefined)
          return holds(
            `it answered ${Math.round(answeredMs)} ms after its start, without a network`,
          );
        if (app.resources.length > 0 && !(await answersWithoutServices(app)))
          return notChecked('it did not answer, but neither does it without its backing services');
        return broken('without a network it did not answer', [evidence]);
      },
    },
    {
      id: 'build-release-run.build-needs-no-config',
      title: 'It is built without configuration',
      level: 'run',
      expected: 'the build commands of the check file succeed with an environment of PATH and HOME',
      remedy: 'Read configuration when the app starts, not when it is built.',
      async examine(app) {
        const { failed, evidence, tookMs } = await buildWithoutConfiguration(app);
        if (failed === undefined)
          return holds(`it was built in ${(tookMs / 1000).toFixed(1)} s, with no variable set`);
        const again = await buildWithConfiguration(app);
        if (again.failed !== undefined)
          return notChecked(`it could not be built here, with configuration or without: ${failed}`);
        return broken(
          `with no variable set this fails, with those of a run it does not: ${failed}`,
          [evidence],
        );
      },
    },
    {
      id: 'build-release-run.image-builds',
      title: 'Its image is built without configuration',
      level: 'image',
      expected: 'docker build succeeds with the committed files alone, without arguments',
      remedy:
        'Read configuration when the app starts, and commit or install all that the build needs.',
      async examine(app) {
        const { id, output } = await builtImage(app);
        if (id === undefined) return broken('docker build failed', output);
        return holds('docker build made an image, with no argument and no variable given');
      },
    },
  ],
};

/** Of a list of findings, so many are shown. */
const MOST_LINES = 10;
