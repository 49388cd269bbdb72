import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { baseImages } from '../harness/baseImages.ts';
import { basicPrograms } from '../harness/basicPrograms.ts';
import { isLibraryLookup } from '../harness/buildTools.ts';
import { readManifests } from '../manifests/readManifests.ts';
import type { Factor } from '../requirement.ts';
import { isolatedRun } from '../scenarios/isolatedRun.ts';
import { failedRequests } from '../scenarios/knownRequests.ts';
import { type ProgramsRun, programsRun, type RanProgram } from '../scenarios/programsRun.ts';
import { broken, holds, notChecked, verdictOf } from '../verdict.ts';

export const dependencies: Factor = {
  number: 2,
  slug: 'dependencies',
  title: 'Dependencies',
  promise: 'Every dependency is declared and locked; nothing of the machine is used besides.',
  requirements: [
    {
      id: 'dependencies.locked',
      title: 'Every dependency is locked',
      level: 'static',
      expected:
        'each manifest has a lock file: exact versions, hashes where it can have them, in sync',
      remedy: 'Make the lock anew with the tool of the language, commit it, and install from it.',
      examine({ place }) {
        const manifests = readManifests(place.directory);
        if (manifests.length === 0)
          return notChecked('no manifest that is known names a dependency');
        const faults = manifests.flatMap((one) => one.faults);
        if (faults.length > 0) return verdictOf(faults.slice(0, MOST_LINES), '');
        const [first] = manifests.flatMap(({ unknown }) => unknown ?? []);
        if (first !== undefined) return notChecked(first);
        return holds(
          manifests.map(({ manifest, lock }) => lockSentence(manifest, lock)).join('; '),
        );
      },
    },
    {
      id: 'dependencies.pinned-base',
      title: 'The image is built upon a version',
      level: 'static',
      expected:
        'each image that the Dockerfile starts from has a tag that names a version, or a digest',
      remedy: 'Write the version into FROM, e.g. python:3.13-slim.',
      examine({ place }) {
        const file = join(place.directory, 'Dockerfile');
        if (!existsSync(file)) return notChecked('there is no Dockerfile');
        const images = baseImages(readFileSync(file, 'utf8'));
        const faults = images.flatMap(({ moves }) => moves ?? []);
        const unknown = images.find(({ reference }) => reference.includes('$'));
        if (faults.length === 0 && unknown !== undefined)
          return notChecked(`what ${unknown.reference} is, is said when the image is built`);
        const names = images.map(({ reference }) => reference).join(', ');
        return verdictOf(
          faults,
          names === '' ? 'it is built from nothing' : `it is built upon ${names}`,
        );
      },
    },
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

/** Of a list of findings, so many are shown. */
const MOST_LINES = 10;

function lockSentence(manifest: string, lock: string | undefined): string {
  return manifest === lock
    ? `${manifest} has exact versions with hashes`
    : `${lock} locks what ${manifest} names`;
}

/** Folders that hold programs of everyone: that a runtime lies there says nothing of its neighbours. */
const SHARED_FOLDERS = /^(?:\/usr(?:\/local)?)?\/s?bin$|^\/opt\/homebrew\/bin$/;

/** Of a command, so many characters are shown. */
const MOST_LETTERS = 160;

function isForeign({ name, file, command }: RanProgram, run: ProgramsRun, root: string): boolean {
  if (run.runtime.has(file) || file.startsWith(`${root}/`)) return false;
  if (basicPrograms.has(name) || isLibraryLookup(command)) return false;
  const folders = [...run.runtime].map(dirname).filter((folder) => !SHARED_FOLDERS.test(folder));
  return !folders.some((folder) => dirname(file) === folder);
}
