import type { Changes, ExaminedApp } from '../app/examinedApp.ts';
import { mayWrite } from '../app/mayWrite.ts';
import { installedIn } from '../app/placeProject.ts';
import { withReadyWeb, withRun } from '../app/runApp.ts';
import { uncommittedIn } from '../git/uncommittedIn.ts';
import { type FileChange, fileChanges, snapshotFiles } from '../harness/fileChanges.ts';
import { sendKnownRequests } from './knownRequests.ts';
import { repositoryOf } from './repository.ts';

/** A copy of the app that two deploys were run from, and its tasks. */
export interface TwoDeploys {
  /** Names of the variables in which the deploys differed. */
  readonly varied: readonly string[];
  /** What two runs of web changed of it. */
  readonly changes: readonly FileChange[];
  /** The names of the processes and tasks that ran to their end afterwards. */
  readonly tasks: readonly string[];
  /** What git says that web and tasks changed; undefined without a repository. */
  readonly uncommitted: readonly string[] | undefined;
}

/** How long a task may take, in ms. */
const TASK_MS = 20_000;

/** Runs web with two configurations from one copy of the app, then its tasks, and sees what became of the copy. */
export function twoDeploys(app: ExaminedApp): Promise<TwoDeploys> {
  return app.once('two deploys', async () => {
    const directory = app.place.copy('two-deploys');
    const scratch = app.place.folder('two-deploys-index');
    const listed = (): Promise<readonly string[] | undefined> =>
      uncommitted(app, directory, scratch);
    const [before, listedBefore] = [snapshotFiles(directory), await listed()];
    const varied = otherConfiguration(app);
    await runDeploy(app, directory, 'one deploy', {});
    await runDeploy(app, directory, 'another deploy', varied);
    const changes = fileChanges(before, snapshotFiles(directory)).filter(
      ({ path }) => !mayWrite(app.told, path),
    );
    const tasks = await runTasks(app, directory);
    const isNew = (path: string): boolean =>
      !listedBefore?.includes(path) && !mayWrite(app.told, path);
    return {
      varied: ['PORT', ...Object.keys(varied)],
      changes,
      tasks,
      uncommitted: (await listed())?.filter(isNew),
    };
  });
}

function runDeploy(
  app: ExaminedApp,
  directory: string,
  label: string,
  changes: Changes,
): Promise<unknown> {
  return withReadyWeb(app, { label, directory, changes }, ({ port }) =>
    sendKnownRequests(app, port),
  );
}

/** Values that a second deploy may have: those that are told, and of variables that are everyone's. */
function otherConfiguration({ project, told }: ExaminedApp): Changes {
  const level = project.variables.find(({ name }) => name === 'LOG_LEVEL')?.enum?.at(-1);
  const release = project.variables.some(({ name }) => name === 'RELEASE_VERSION');
  return {
    ...(level === undefined ? {} : { LOG_LEVEL: level }),
    ...(release ? { RELEASE_VERSION: 'another' } : {}),
    ...told.otherDeploy,
  };
}

async function runTasks(app: ExaminedApp, directory: string): Promise<readonly string[]> {
  const isAlone = (await app.absentResources()).length > 0;
  const release = app.has('release') && !isAlone ? [['release', app.argv('release')] as const] : [];
  const ran: string[] = [];
  for (const [name, argv] of [...release, ...app.admin]) {
    const ended = await withRun(app, { label: `task ${name}`, argv, directory }, ({ running }) =>
      running.waitForExit(TASK_MS).catch(() => undefined),
    );
    if (ended !== undefined) ran.push(name);
  }
  return ran;
}

async function uncommitted(
  app: ExaminedApp,
  directory: string,
  scratch: string,
): Promise<readonly string[] | undefined> {
  const repository = await repositoryOf(app);
  if (repository.kind !== 'committed') return undefined;
  return uncommittedIn(repository, directory, scratch, installedIn(app.told));
}
