import type { ExaminedApp } from '../app/examinedApp.ts';
import { withReadyWeb, withRun } from '../app/runApp.ts';
import { listeningPorts } from '../harness/listeningPorts.ts';
import type { Exit } from '../harness/runningProcess.ts';
import { waitFor } from '../harness/waitFor.ts';
import { type SeenProgram, watchPrograms } from '../harness/watchPrograms.ts';
import { NotChecked } from '../requirement.ts';
import { bootOfWeb } from './bootOfWeb.ts';

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
  readonly tasks: readonly TaskRun[];
  /** `console -c`, when there is a console. */
  readonly console: TaskRun | undefined;
}

/** How long a task may take, in ms. */
export const TASK_LIMIT_MS = 20_000;
const WATCH_MS = 20;
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
    await bootOfWeb(app).catch(ifNotChecked);
    const run = (): Promise<TaskRun> => runTask(app, 'release', argv);
    const together = await Promise.all([run(), run(), run()]);
    const inTurn = [await run(), await run()];
    await excuseAbsence(app, [...together, ...inTurn]);
    return { together, inTurn };
  });
}

/**
 * Runs every admin task that the check file tells, while web serves on the port of their environment.
 * @throws NotChecked when there is neither such a task nor a release, or web does not get ready
 */
export function adminRuns(app: ExaminedApp): Promise<AdminRuns> {
  return app.once('admin tasks', async () => {
    const released = releaseCommand(app) !== undefined;
    if (!released && app.admin.size === 0) {
      throw new NotChecked('twelve-factor.check.json tells no admin task');
    }
    if (released) await releases(app).catch(ifNotChecked);
    return withReadyWeb(app, { label: 'web beside admin tasks' }, async ({ running, port }) => {
      const { programs: web } = await watchPrograms(running, async () => undefined);
      const tasks: TaskRun[] = [];
      let console: TaskRun | undefined;
      for (const [name, argv] of app.admin) {
        if (name === 'console') {
          console = await runTask(app, name, [...argv, '-c', EXPRESSION.text], port);
        } else tasks.push(await runTask(app, name, argv, port));
      }
      await excuseAbsence(app, console === undefined ? tasks : [...tasks, console]);
      return { web, tasks, console };
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
    const ended = (): boolean => {
      for (const listening of listeningPorts(running)) listened.add(listening.port);
      return running.exit !== undefined;
    };
    const { programs } = await watchPrograms(running, () =>
      waitFor('its end', ended, { limitMs: TASK_LIMIT_MS, everyMs: WATCH_MS }).catch(() => false),
    );
    if (running.exit !== undefined) await running.waitForExit(TASK_LIMIT_MS);
    return {
      name,
      exit: running.exit,
      listened: [...listened],
      programs,
      output: running.stdout.text,
      evidence: running.evidence(5),
    };
  });
}

/** A task that failed while a service is absent may be right to fail. */
async function excuseAbsence(app: ExaminedApp, runs: readonly TaskRun[]): Promise<void> {
  if (runs.every(({ exit }) => exit?.code === 0)) return;
  const [absent] = await app.absentResources();
  if (absent !== undefined) throw new NotChecked(`nothing answers at ${absent.variable}`);
}

function ifNotChecked(error: unknown): void {
  if (!(error instanceof NotChecked)) throw error;
}
