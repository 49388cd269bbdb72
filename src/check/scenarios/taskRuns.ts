import type { ExaminedApp } from '../app/examinedApp.ts';
import { firstStart, withReadyWeb, withRun } from '../app/runApp.ts';
import { listeningPorts } from '../harness/listeningPorts.ts';
import type { Exit } from '../harness/runningProcess.ts';
import { waitFor } from '../harness/waitFor.ts';
import { type SeenProgram, watchPrograms } from '../harness/watchPrograms.ts';
import { NotChecked } from '../verdict.ts';

/** One run of a task that should end by itself. */
export interface TaskRun {
  readonly name: string;
  /** Undefined when it still ran after the limit. */
  readonly exit: Exit | undefined;
  /** The ports that it was seen to listen on. */
  readonly listened: readonly number[];
  readonly programs: readonly SeenProgram[];
  readonly output: string;
  readonly evidence: string;
}

/** How the release was prepared, again and again. */
export interface Releases {
  /** The first three, at the same time. */
  readonly together: readonly TaskRun[];
  /** Two more, one after the other. */
  readonly inTurn: readonly TaskRun[];
}

/** The admin tasks beside a web process with the same environment. */
export interface AdminRuns {
  readonly web: readonly SeenProgram[];
  /** The preparations of the release, if there were any. */
  readonly release: readonly TaskRun[];
  /** All but the release; a console evaluates an expression. */
  readonly runs: readonly TaskRun[];
  /** The variable of a service that nothing answers for, which excused those that are not here. */
  readonly absent: string | undefined;
}

/** How long a task may take, in ms. */
export const TASK_LIMIT_MS = 20_000;
/** How often to see whether a task has ended, in ms, and how often whether it listens, which is not free. */
const POLL_MS = 10;
const LOOK_MS = 250;
/** The admin task that takes `-c EXPRESSION`. */
export const CONSOLE = 'console';
/** An expression of about every language, and its value. */
export const EXPRESSION = { text: '6 * 7', value: '42' };

/** The command that prepares a release, if the project tells of one. */
export function releaseCommand(app: ExaminedApp): readonly string[] | undefined {
  if (app.has('release')) return app.argv('release');
  return app.admin.get('release') ?? app.admin.get('migrate');
}

/**
 * Prepares the release three times at once, where a race shows, and then twice more. Web was started
 * before: what it does to a database without a release is seen then.
 * @throws NotChecked when there is no release command, or a service that it may need is absent
 */
export function releases(app: ExaminedApp): Promise<Releases> {
  return app.once('releases', async () => {
    const argv = releaseCommand(app);
    if (argv === undefined) throw new NotChecked('the project declares no release process');
    await firstStart(app);
    const run = (): Promise<TaskRun> => runTask(app, 'release', argv);
    const together = await Promise.all([run(), run(), run()]);
    const inTurn = [await run(), await run()];
    const [absent] = await app.absentResources();
    if (absent !== undefined && ![...together, ...inTurn].every(hasSucceeded)) {
      throw new NotChecked(`nothing answers at ${absent.variable}`);
    }
    return { together, inTurn };
  });
}

/**
 * Runs every admin task that the check file tells, while web serves on the port of their environment.
 * One that fails is left out while a service that it may need is absent.
 * @throws NotChecked when there is neither such a task nor a release, or web does not get ready
 */
export function adminRuns(app: ExaminedApp): Promise<AdminRuns> {
  return app.once('admin tasks', async () => {
    const command = releaseCommand(app);
    if (command === undefined && app.admin.size === 0) {
      throw new NotChecked('twelve-factor.check.json tells no admin task');
    }
    const release = await preparations(app);
    const others = [...app.admin].filter(([, argv]) => argv.join(' ') !== command?.join(' '));
    return withReadyWeb(app, { label: 'web beside admin tasks' }, async ({ running, port }) => {
      const { programs: web } = await watchPrograms(running, async () => undefined);
      const runs: TaskRun[] = [];
      for (const [name, argv] of others) {
        const words = name === CONSOLE ? [...argv, '-c', EXPRESSION.text] : argv;
        runs.push(await runTask(app, name, words, port));
      }
      const [absent] = await app.absentResources();
      return {
        web,
        release,
        runs: absent === undefined ? runs : runs.filter(hasSucceeded),
        absent: absent?.variable,
      };
    });
  });
}

function runTask(
  app: ExaminedApp,
  name: string,
  argv: readonly string[],
  port?: number,
): Promise<TaskRun> {
  const options = { label: `admin task ${name}`, argv, ...(port === undefined ? {} : { port }) };
  return withRun(app, options, async ({ running }) => {
    const listened = new Set<number>();
    let nextLook = LOOK_MS;
    const ended = (): boolean => {
      if (running.exit !== undefined) return true;
      if (running.now() < nextLook) return false;
      nextLook = running.now() + LOOK_MS;
      for (const listening of listeningPorts(running)) listened.add(listening.port);
      return false;
    };
    const limit = { limitMs: TASK_LIMIT_MS, everyMs: POLL_MS };
    const { programs } = await watchPrograms(running, () =>
      waitFor('its end', ended, limit).catch(() => undefined),
    );
    if (running.exit !== undefined) await running.waitForExit(TASK_LIMIT_MS);
    return {
      name,
      exit: running.exit,
      listened: [...listened],
      programs,
      output: running.stdout.text,
      evidence: running.evidence(12),
    };
  });
}

function hasSucceeded({ exit }: TaskRun): boolean {
  return exit?.code === 0;
}

async function preparations(app: ExaminedApp): Promise<readonly TaskRun[]> {
  try {
    const { together, inTurn } = await releases(app);
    return [...together, ...inTurn];
  } catch (error) {
    if (error instanceof NotChecked) return [];
    throw error;
  }
}
