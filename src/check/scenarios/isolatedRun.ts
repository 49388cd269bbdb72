import { symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { waitUntilAnswers, withRun } from '../app/runApp.ts';
import { basicPrograms } from '../harness/basicPrograms.ts';
import type { NamedProgram } from '../harness/programsOf.ts';
import { type Answer, sendKnownRequests } from './knownRequests.ts';

/** What web answered with a PATH that has its runtime and the basic tools of a shell, and nothing else. */
export interface IsolatedRun {
  /** Names of what it is run by. */
  readonly runtime: readonly string[];
  /** Undefined when it did not get ready. */
  readonly answers: readonly Answer[] | undefined;
  readonly evidence: string;
}

/** Starts web with that PATH and sends it what is known. */
export function isolatedRun(app: ExaminedApp): Promise<IsolatedRun> {
  return app.once('isolated', () => {
    const runtime = app.programs(app.argv('web'));
    const folder = app.place.folder('isolated-path');
    const basic = [...basicPrograms].flatMap((name) => app.programs([name]));
    linkAll([...runtime, ...basic], folder);
    const changes = { PATH: [...app.ownPath, folder].join(delimiter) };
    return withRun(app, { label: 'web, with its runtime alone', changes }, async (run) => {
      const readyMs = await waitUntilAnswers(app, run);
      return {
        runtime: [...new Set(runtime.map(({ name }) => name))].filter(
          (name) => !basicPrograms.has(name),
        ),
        answers: readyMs === undefined ? undefined : await sendKnownRequests(app, run.port),
        evidence: run.running.evidence(5),
      };
    });
  });
}

function linkAll(programs: readonly NamedProgram[], folder: string): void {
  const byName = new Map(programs.map((program) => [program.name, program.path]));
  for (const [name, path] of byName) symlinkSync(path, join(folder, name));
}
