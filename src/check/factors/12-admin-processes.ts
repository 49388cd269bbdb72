import type { ExaminedApp } from '../app/examinedApp.ts';
import { firstStart } from '../app/runApp.ts';
import type { Factor } from '../requirement.ts';
import { environmentFaults } from '../scenarios/environmentFaults.ts';
import {
  adminRuns,
  CONSOLE,
  EXPRESSION,
  releaseCommand,
  releases,
  TASK_LIMIT_MS,
  type TaskRun,
} from '../scenarios/taskRuns.ts';
import { broken, holds, notChecked, type Verdict, verdictOf } from '../verdict.ts';

export const adminProcesses: Factor = {
  number: 12,
  slug: 'admin-processes',
  title: 'Admin processes',
  promise: 'Admin tasks run as one-off processes of the same release.',
  requirements: [
    {
      id: 'admin-processes.not-at-boot',
      title: 'Web does not prepare the release when it starts',
      level: 'run',
      expected: 'starting web runs no release command and changes no schema',
      remedy: 'Leave migrations to the release process; several webs may start at the same time.',
      examine: notAtBoot,
    },
    {
      id: 'admin-processes.release-twice',
      title: 'A release can be prepared again',
      level: 'run',
      expected: 'the release command ends with 0 each time',
      remedy: 'Record what was done, and do nothing when all of it was.',
      async examine(app) {
        const { inTurn } = await releases(app);
        return verdictOf(...faultsOf(inTurn, 'it ended with 0 twice in turn'));
      },
    },
    {
      id: 'admin-processes.release-three-at-once',
      title: 'A release can be prepared by several at the same time',
      level: 'run',
      expected: 'three release commands at once end with 0',
      remedy: 'Take a lock in the database, and let the others wait for it.',
      async examine(app) {
        const { together } = await releases(app);
        return verdictOf(...faultsOf(together, 'three at once ended with 0'));
      },
    },
    {
      id: 'admin-processes.one-off',
      title: 'Admin tasks run in the environment of web and end by themselves',
      level: 'run',
      expected: `each ends with 0 within ${TASK_LIMIT_MS / 1000} s and listens on no port`,
      remedy: 'Make each task a command of the program that does its work and ends.',
      async examine(app) {
        const { runs, absent } = await adminRuns(app);
        const tasks = runs.filter(({ name }) => name !== CONSOLE);
        if (tasks.length === 0) return notChecked(noneRan('task that ends', absent));
        const names = tasks.map(({ name }) => name).join(', ');
        return verdictOf(...faultsOf(tasks, `each ended with 0: ${names}`));
      },
    },
    {
      id: 'admin-processes.same-environment',
      title: 'Admin tasks run with the runtime and the environment of web',
      level: 'run',
      expected: 'their processes have the variables of web and, if it is the same, its runtime',
      remedy: 'Start them by the same entry point, without a prefix that changes the environment.',
      async examine(app) {
        const { web, release, runs, absent } = await adminRuns(app);
        const seen = [...release, ...runs].flatMap((run) => {
          const faults = environmentFaults(run, web);
          return faults === undefined ? [] : [{ name: run.name, faults }];
        });
        if (seen.length === 0) return notChecked(noneRan('task of the runtime of web', absent));
        const faults = [...new Set(seen.flatMap((run) => run.faults))];
        return verdictOf(
          faults,
          `the same as web: ${[...new Set(seen.map(({ name }) => name))].join(', ')}`,
        );
      },
    },
    {
      id: 'admin-processes.console',
      title: 'A console evaluates what an operator asks',
      level: 'run',
      expected: `\`console -c '${EXPRESSION.text}'\` prints ${EXPRESSION.value} and ends with 0`,
      remedy: 'Let the console take an expression, so that it can be used without a terminal.',
      async examine(app) {
        const { runs, absent } = await adminRuns(app);
        const console = runs.find(({ name }) => name === CONSOLE);
        if (console === undefined) return notChecked(noneRan('console', absent));
        const fault = faultOf(console);
        if (fault !== undefined) return broken(fault, [console.evidence]);
        if (!console.output.includes(EXPRESSION.value)) {
          return broken(`console did not print ${EXPRESSION.value}`, [console.evidence]);
        }
        return holds(`${EXPRESSION.text} is ${EXPRESSION.value}`);
      },
    },
  ],
};

async function notAtBoot(app: ExaminedApp): Promise<Verdict> {
  const release = releaseCommand(app)?.slice(1).join(' ');
  const { readyMs, programs, databases, schemaChanges } = await firstStart(app);
  const ran = programs.filter(({ argv }) => release && argv.slice(1).join(' ') === release);
  const faults = [
    ...ran.map(({ argv }) => `web ran the release when it started: ${argv.join(' ')}`),
    ...schemaChanges.map((statement) => `web changed the schema when it started: ${statement}`),
  ];
  if (faults.length > 0) return verdictOf(faults, '');
  if (readyMs === undefined) return notChecked('web does not get ready: see disposability.starts');
  if (release === undefined && databases.length === 0) {
    return notChecked('there is no release process and no SQL database');
  }
  const [absent] = await app.absentResources();
  if (absent !== undefined) return notChecked(`nothing answers at ${absent.variable}`);
  const watched = databases.length > 0 ? `, and changed no schema at ${databases.join(', ')}` : '';
  return holds(`web started without a release${watched}`);
}

function noneRan(what: string, absent: string | undefined): string {
  const reason = absent === undefined ? '' : `, or it needs ${absent}, where nothing answers`;
  return `no ${what} is declared${reason}`;
}

function faultsOf(runs: readonly TaskRun[], otherwise: string): [string[], string, string[]] {
  const failed = runs.filter((run) => faultOf(run) !== undefined);
  const faults = failed.map((run) => `${faultOf(run)} (${failed.length} of ${runs.length})`);
  return [[...new Set(faults)], otherwise, failed.slice(0, 1).map(({ evidence }) => evidence)];
}

function faultOf({ name, exit, listened }: TaskRun): string | undefined {
  if (exit === undefined) return `${name} still ran after ${TASK_LIMIT_MS / 1000} s`;
  if (exit.code !== 0) return `${name} ended with ${exit.code ?? exit.signal}`;
  if (listened.length > 0) return `${name} listened on port ${listened.join(', ')}`;
  return undefined;
}
