import { dirname } from 'node:path';
import { BASIC_PROGRAMS } from '../harness/basicPrograms.ts';
import { isLibraryLookup } from '../harness/buildTools.ts';
import { broken, type Factor, holds, verdictOf } from '../requirement.ts';
import { failedRequests } from '../scenarios/exercise.ts';
import { isolatedRun } from '../scenarios/isolatedRun.ts';
import { type ProgramsRun, programsRun, type RanProgram } from '../scenarios/programsRun.ts';

export const dependencies: Factor = {
  number: 2,
  slug: 'dependencies',
  title: 'Dependencies',
  promise: 'Every dependency is declared and locked; nothing of the machine is used besides.',
  requirements: [
    {
      id: 'dependencies.no-foreign-program',
      title: 'It runs no program that is not its own runtime',
      level: 'run',
      expected:
        'web and what it starts are its runtime, its own files, or the basic tools of a shell',
      remedy: 'Use a library that the manifest declares, instead of a tool of the machine.',
      async examine(app) {
        const run = await programsRun(app);
        const foreign = run.programs.filter((program) => isForeign(program, run, app.place.root));
        const faults = [...new Set(foreign.map(({ name }) => name))].map(
          (name) => `it ran ${name}, which it does not declare`,
        );
        const commands = [...new Set(foreign.map(({ command }) => command.slice(0, MOST_LETTERS)))];
        const names = [...run.runtime].join(', ');
        return verdictOf(faults, `it ran ${names}, and nothing besides`, commands);
      },
    },
    {
      id: 'dependencies.isolated',
      title: 'It needs no program but its runtime',
      level: 'run',
      expected: 'with its runtime alone on PATH and an empty HOME it answers as it does with all',
      remedy: 'Declare what it needs in the manifest, or replace the tool by a library.',
      async examine(app) {
        const { answers: usual } = await programsRun(app);
        const { runtime, answers, evidence } = await isolatedRun(app);
        const path = `with ${runtime.join(', ')} alone on PATH`;
        if (answers === undefined) return broken(`${path} it did not get ready`, [evidence]);
        const known = failedRequests(usual);
        const faults = failedRequests(answers).filter((failed) => !known.includes(failed));
        if (faults.length > 0)
          return broken(`${path} it failed: ${faults[0]}`, [...faults, evidence]);
        return holds(`${path} and an empty HOME, ${answers.length} requests were answered as ever`);
      },
    },
  ],
};

/** Folders that hold programs of everyone: that a runtime lies there says nothing of its neighbours. */
const SHARED_FOLDERS = /^(?:\/usr(?:\/local)?)?\/s?bin$|^\/opt\/homebrew\/bin$/;

/** Of a command, so many characters are shown. */
const MOST_LETTERS = 160;

function isForeign({ name, file, command }: RanProgram, run: ProgramsRun, root: string): boolean {
  if (run.runtime.has(file) || file.startsWith(`${root}/`)) return false;
  if (BASIC_PROGRAMS.has(name) || isLibraryLookup(command)) return false;
  const folders = [...run.runtime].map(dirname).filter((folder) => !SHARED_FOLDERS.test(folder));
  return !folders.some((folder) => dirname(file) === folder);
}
