import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyProject } from '../../../src/check/harness/copyProject.ts';
import {
  type CheckedProject,
  processArgv,
  readProject,
} from '../../../src/check/harness/readProject.ts';
import { type Environment, validEnvironment } from '../../../src/check/harness/validEnvironment.ts';

/** An app that can be run as it is: its dependencies are installed. */
export interface RunnableApp {
  readonly label: string;
  readonly directory: string;
  /** The PATH in which the Procfile's commands work, and all of it. */
  readonly path: string;
  /** A command that starts the runtime as the app does, and does nothing, to learn what time no app can save. */
  readonly idle: readonly string[];
  /** Variables that it needs besides, such as the URLs of real backing services. */
  readonly variables?: Environment;
  /** Names of folders in which the runtime caches what it compiled; not counted as the app's writing. */
  readonly caches?: readonly string[];
  /** `brief` repeats less: for a mutant that is broken every time. */
  readonly effort?: 'brief' | 'full';
}

/** A copy of an app in folders of its own, as its checks see it. */
export interface PreparedApp extends RunnableApp {
  readonly project: CheckedProject;
  readonly home: string;
  readonly temporary: string;
  readonly web: readonly string[];
  /** A valid environment with `port`; `changes` override it, undefined unsets. */
  environment(port: number, changes?: Readonly<Record<string, string | undefined>>): Environment;
  /** The argv of an admin task: the web command with another last word. */
  admin(task: string): readonly string[];
  /** Deletes the copy and the folders. */
  remove(): void;
}

/** Copies an app to a fresh folder with an empty HOME and TMPDIR beside it. */
export function prepareApp(app: RunnableApp): PreparedApp {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'contract-')));
  const home = join(root, 'home');
  const temporary = join(root, 'tmp');
  for (const folder of [home, temporary]) mkdirSync(folder);
  copyProject(app.directory, join(root, 'project'));
  const project = readProject(join(root, 'project'));
  const web = processArgv(project, 'web');
  const base = { ...app.variables, PATH: app.path, HOME: home, TMPDIR: temporary };
  return {
    ...app,
    project,
    home,
    temporary,
    web,
    environment: (port, changes = {}) =>
      withChanges(validEnvironment(project, { ...base, PORT: String(port) }), changes),
    admin: (task) => [...web.slice(0, -1), task],
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function withChanges(
  environment: Environment,
  changes: Readonly<Record<string, string | undefined>>,
): Environment {
  const entries = Object.entries({ ...environment, ...changes });
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
