import type { Factor } from '../requirement.ts';
import { committedProject, repositoryOf, secretScans } from '../scenarios/repository.ts';
import { startFromCommit } from '../scenarios/startFromCommit.ts';
import { twoDeploys } from '../scenarios/twoDeploys.ts';
import { isEnvironmentFile, variablesSetIn } from '../secrets/environmentFiles.ts';
import { broken, holds, notChecked, verdictOf } from '../verdict.ts';

export const codebase: Factor = {
  number: 1,
  slug: 'codebase',
  title: 'Codebase',
  promise: 'One codebase in version control; what is committed is all that is needed.',
  requirements: [
    {
      id: 'codebase.repository',
      title: 'It is in version control',
      level: 'static',
      expected: 'the project is in a Git repository that has a commit of it',
      remedy: 'git init, git add, git commit.',
      async examine(app) {
        const repository = await repositoryOf(app);
        if (repository.kind === 'unknown') return notChecked(repository.reason);
        if (repository.kind === 'none')
          return broken('there is no repository in its folder or above');
        const { commit, files, uncommitted } = repository;
        const checked = `commit ${commit.slice(0, 12)} has ${files.length} files of it`;
        if (uncommitted.length === 0) return holds(checked);
        return holds(
          `${checked}, which are checked; ${uncommitted.length} uncommitted changes are not`,
          uncommitted.slice(0, MOST_LINES),
        );
      },
    },
    {
      id: 'codebase.no-env-files',
      title: 'No file with an environment is committed',
      level: 'static',
      expected: 'no .env file but an example is in the repository',
      remedy: 'git rm --cached the file, add it to .gitignore, and commit a .env.example.',
      async examine(app) {
        const { files } = await committedProject(app);
        const faults = files.filter(isEnvironmentFile).flatMap((path) => {
          const names = variablesSetIn(app.place.directory, path);
          return names.length === 0 ? [] : [`${path} is committed, and sets ${names.join(', ')}`];
        });
        return verdictOf(faults, `none among the ${files.length} committed files`);
      },
    },
    {
      id: 'codebase.no-secrets',
      title: 'No secret was ever committed',
      level: 'static',
      expected: 'no token, private key or password in any file of any commit',
      remedy:
        'Withdraw the secret: who has the repository has it. Then take it from the environment.',
      async examine(app) {
        const { files, history } = await secretScans(app);
        const found = [...files.found, ...history.found];
        if (found.length > 0) return verdictOf(found.slice(0, MOST_LINES), '');
        if (files.complete && history.complete)
          return holds('no value that looks like one, in the files or in the history');
        return notChecked('nothing was found in what could be read of its files and its history');
      },
    },
    {
      id: 'codebase.boots-from-commit',
      title: 'What is committed is enough to start it',
      level: 'run',
      expected: 'the commit, with the dependencies installed, answers on its port',
      remedy: 'Commit what it needs, or make it by a build that the commit describes.',
      async examine(app) {
        const start = await startFromCommit(app);
        const { committedMs, uncommittedMs, uncommitted, evidence } = start;
        const commit = `commit ${start.commit.slice(0, 12)}`;
        if (committedMs !== undefined)
          return holds(`${commit} alone was ready ${Math.round(committedMs)} ms after its start`);
        if (uncommittedMs === undefined)
          return notChecked('web does not get ready, committed or not: see disposability.starts');
        return broken(`${commit} alone does not start; with what is not committed it does`, [
          ...uncommitted.slice(0, MOST_LINES),
          evidence,
        ]);
      },
    },
    {
      id: 'codebase.clean-after-run',
      title: 'Running it leaves the repository clean',
      level: 'run',
      expected: 'git status shows nothing new after web and the tasks ran',
      remedy: 'Write to TMPDIR or to a service, or name what may come there in .gitignore.',
      async examine(app) {
        const { uncommitted, tasks } = await twoDeploys(app);
        if (uncommitted === undefined) return notChecked('it is in no repository that can be read');
        const faults = uncommitted.map((path) => `git status shows ${path} after a run`);
        const after = ['web', ...tasks].join(', ');
        return verdictOf(faults.slice(0, MOST_LINES), `git status is clean after: ${after}`);
      },
    },
  ],
};

/** Of a list of findings, so many are shown. */
const MOST_LINES = 10;
