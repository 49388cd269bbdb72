import type { ExaminedApp } from '../app/examinedApp.ts';
import { type CommittedProject, type Repository, readRepository } from '../git/readRepository.ts';
import { type Scan, scanFiles } from '../secrets/scanFiles.ts';
import { scanHistory } from '../secrets/scanHistory.ts';
import { NotChecked } from '../verdict.ts';

/** What version control knows of the project that was asked about. */
export function repositoryOf(app: ExaminedApp): Promise<Repository> {
  return app.once('repository', () => readRepository(app.source));
}

/** The same where something is committed. @throws NotChecked where nothing is */
export async function committedProject(app: ExaminedApp): Promise<CommittedProject> {
  const repository = await repositoryOf(app);
  if (repository.kind === 'none') throw new NotChecked('it is in no repository');
  if (repository.kind === 'unknown') throw new NotChecked(repository.reason);
  return repository;
}

/** How long may be searched for secrets in files and then in history, in ms. */
export const FILES_MS = 4_000;
export const HISTORY_MS = 6_000;

/** The secrets in what is committed now, and in all that ever was. */
export function secretScans(app: ExaminedApp): Promise<{ files: Scan; history: Scan }> {
  return app.once('secrets', async () => {
    const { files } = await committedProject(app);
    return {
      files: await scanFiles(app.place.directory, files, FILES_MS),
      history: await scanHistory(app.source, HISTORY_MS),
    };
  });
}
