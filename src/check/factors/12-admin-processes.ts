import { broken, type Factor, holds, NotChecked, notChecked, verdictOf } from '../requirement.ts';
import { environmentFaults } from '../scenarios/adminEnvironment.ts';
import { bootOfWeb } from '../scenarios/bootOfWeb.ts';
import {
  adminRuns,
  EXPRESSION,
  releaseCommand,
  releases,
  TASK_LIMIT_MS,
  type TaskRun,
} from '../scenarios/taskRuns.ts';

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
      async examine(app) {
        const release = releaseCommand(app);
        const { programs, databases, changes } = await bootOfWeb(app);
        if (release === undefined && databases.length === 0) {
          return notChecked('no release process and no SQL database is known');
        }
        const tail = release?.slice(1).join(' ');
        const ran = programs.filter(({ argv }) => tail && argv.slice(1).join(' ') === tail);
        const faults = [
          ...ran.map(({ argv }) => `web ran the release when it started: ${argv.join(' ')}`),
          ...changes.map((statement) => `web changed the schema when it started: ${statement}`),
        ];
        const watched = databases.length > 0 ? `, and nothing at ${databases.join(', ')}` : '';
        return verdictOf(faults, `starting web released nothing${watched}`);
      },
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
        const { tasks } = await adminRuns(app);
        if (tasks.length === 0)
          return notChecked('twelve-factor.check.json tells no task that ends');
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
        const { web, tasks, console } = await adminRuns(app);
        const { together } =
          releaseCommand(app) === undefined ? { together: [] } : await releases(app);
        const all = [...together.slice(0, 1), ...tasks, ...(console ? [console] : [])];
        const faults = all.flatMap(({ name, programs }) => environmentFaults(name, programs, web));
        return verdictOf(faults, `the same as web: ${all.map(({ name }) => name).join(', ')}`);
      },
    },
    {
      id: 'admin-processes.console',
      title: 'A console evaluates what an operator asks',
      level: 'run',
      expected: `\`console -c '${EXPRESSION.text}'\` prints ${EXPRESSION.value} and ends with 0`,
      remedy: 'Let the console take an expression, so that it can be used without a terminal.',
      async examine(app) {
        const { console } = await adminRuns(app);
        if (console === undefined) throw new NotChecked('no console is declared');
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

function faultsOf(runs: readonly TaskRun[], otherwise: string): [string[], string, string[]] {
  const failed = runs.filter((run) => faultOf(run) !== undefined);
  const faults = failed.map((run) => `${faultOf(run)} (${failed.length} of ${runs.length})`);
  return [faults, otherwise, failed.slice(0, 1).map(({ evidence }) => evidence)];
}

function faultOf({ name, exit, listened }: TaskRun): string | undefined {
  if (exit === undefined) return `${name} still ran after ${TASK_LIMIT_MS / 1000} s`;
  if (exit.code !== 0) return `${name} ended with ${exit.code ?? exit.signal}`;
  if (listened.length > 0) return `${name} listened on port ${listened.join(', ')}`;
  return undefined;
}
