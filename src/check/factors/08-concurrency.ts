import { basename } from 'node:path';
import type { ExaminedApp } from '../app/examinedApp.ts';
import type { WrittenFile } from '../harness/filesWritten.ts';
import { type ComposeService, readComposeFile } from '../harness/readCompose.ts';
import type { ProcessType } from '../harness/readProcfile.ts';
import type { Factor } from '../requirement.ts';
import { foreground } from '../scenarios/foreground.ts';
import { jobsOfTwo } from '../scenarios/jobs.ts';
import { isBelow, shownPath } from '../scenarios/leftFiles.ts';
import { type Life, ordinaryLife } from '../scenarios/ordinaryLife.ts';
import { twoOfEach } from '../scenarios/twoOfEach.ts';
import { broken, holds, notChecked, type Verdict, verdictOf } from '../verdict.ts';
import { judgeJobs } from './judgeJobs.ts';

/** Programs that run several process types as one. */
const SUPERVISORS = /^(supervisord|pm2|forever|foreman|honcho|overmind|hivemind|goreman|circusd)$/;

export const concurrency: Factor = {
  number: 8,
  slug: 'concurrency',
  title: 'Concurrency',
  promise: 'It scales by running more processes of each type, in the foreground.',
  requirements: [
    {
      id: 'concurrency.process-types',
      title: 'Each kind of work is a process type of its own',
      level: 'static',
      expected:
        'each type is declared by name with the command of one program, and the compose file that builds the app runs each',
      remedy:
        'Give each kind of work a line in the Procfile and a service in the compose file; leave starting and restarting to the platform.',
      examine: judgeTypes,
    },
    {
      id: 'concurrency.two-of-each',
      title: 'Two of each process type run at once',
      level: 'run',
      expected: 'two processes of each type, started from one directory, run side by side',
      remedy:
        'Take ports from PORT alone, and hold no lock, socket or file that a second process needs.',
      examine: judgePairs,
    },
    {
      id: 'concurrency.foreground',
      title: 'It stays in the foreground',
      level: 'run',
      expected:
        'the process that is started is the one that serves, or the parent of those that do',
      remedy:
        'Do not daemonize: the process manager of the platform starts, watches and ends the process.',
      async examine(app) {
        const { exit, daemons } = await foreground(app);
        const names = daemons.map(({ pid, command }) => `'${command}' (${pid})`).join(', ');
        if (exit !== undefined)
          return broken(
            `what was started ended with ${exit.code ?? exit.signal}, and left a daemon: ${names}`,
          );
        if (daemons.length > 0) return broken(`it left the foreground: a daemon is ${names}`);
        return holds('what was started runs, and nothing left its session');
      },
    },
    {
      id: 'concurrency.no-pid-file',
      title: 'It writes no PID file',
      level: 'run',
      expected: 'no file holds the id of a process of it',
      remedy: 'Switch PID files off: the process manager of the platform knows its processes.',
      examine: async (app) => judgePidFiles(app, await ordinaryLife(app, 'plain')),
    },
    {
      id: 'concurrency.jobs-once',
      title: 'Two workers share the jobs, and each is done once',
      level: 'run',
      expected: 'jobs given over two web processes to two workers are all done, each begun once',
      remedy: 'Take a job from the queue in one atomic step, so that no other worker sees it.',
      examine: async (app) => judgeJobs(await jobsOfTwo(app)),
    },
  ],
};

function judgeTypes(app: ExaminedApp): Verdict {
  const { processes, directory } = app.project;
  if (processes.length === 0) return notChecked('no process types are declared');
  const supervised = processes.flatMap(({ name, argv: [program = ''] }) =>
    SUPERVISORS.test(basename(program)) ? [`'${name}' runs several by ${basename(program)}`] : [],
  );
  const compose = readComposeFile(directory);
  const built = compose?.services.filter(({ builds }) => builds) ?? [];
  const missing = processes.filter(
    (type) => type.name !== 'release' && !built.some((service) => runs(app, service, type)),
  );
  const lacking =
    built.length === 0 ? [] : missing.map(({ name }) => `${compose?.name} does not run '${name}'`);
  const names = processes.map(({ name }) => name).join(', ');
  return verdictOf([...supervised, ...lacking], `declared are ${names}`);
}

function runs(app: ExaminedApp, { name, command }: ComposeService, type: ProcessType): boolean {
  const words =
    typeof command === 'string' ? command : (command ?? app.project.image?.argv)?.join(' ');
  return name === type.name || words === type.argv.join(' ');
}

async function judgePairs(app: ExaminedApp): Promise<Verdict> {
  const pairs = await twoOfEach(app);
  const leftOut = pairs.flatMap(({ type, leftOut: reason }) =>
    reason === undefined ? [] : [`${type} was left out: ${reason}`],
  );
  const [faulty] = pairs.filter(({ fault }) => fault !== undefined);
  if (faulty?.fault !== undefined)
    return broken(`${faulty.fault}, while alone it runs`, [faulty.evidence, ...leftOut]);
  const ran = pairs.filter(({ leftOut: reason }) => reason === undefined);
  if (ran.length === 0) return notChecked(leftOut.join('; '));
  return holds(`two at once of ${ran.map(({ type }) => type).join(', ')}`, leftOut);
}

function judgePidFiles(app: ExaminedApp, { filesInUse, processes }: Life): Verdict {
  const pids = new Set(processes.map(({ pid }) => String(pid)));
  const { directory, home, temporary } = app.place;
  const own = (file: WrittenFile) =>
    [directory, home, temporary].some((folder) => isBelow(file, folder));
  const faults = filesInUse
    .filter((file) => {
      const [, number] = /^\s*(\d+)\s*$/.exec(file.tail) ?? [];
      if (number === undefined) return false;
      return pids.has(number) || (file.path.endsWith('.pid') && own(file));
    })
    .map((file) => `it wrote a process id to ${shownPath(app, file)}`);
  return verdictOf(faults, 'no file that it wrote held a process id');
}
