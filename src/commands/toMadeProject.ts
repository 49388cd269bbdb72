import type { MadeProject } from '../after/madeProject.ts';
import { STATE_PATH } from '../commit/projectState.ts';
import { imageOf } from './imageOf.ts';
import type { Report } from './printReport.ts';

/** What the after-steps need to know of a project that was planned and is on disk now. */
export function toMadeProject({
  answers,
  directory,
  files,
  project,
  switches,
}: Omit<Report, 'steps'>): MadeProject {
  const paths = Object.keys(files);
  return {
    directory,
    name: project.name,
    files: [...paths, STATE_PATH],
    executables: paths.filter((path) => files[path]?.executable),
    installCommands: project.commands.install.map(({ argv }) => argv),
    environment: project.env
      .filter(({ hasDefault, example }) => !hasDefault && example !== '')
      .map(({ name, example }) => ({ name, value: example })),
    services: answers.services,
    image: imageOf(project, switches),
    port: Number(project.env.find(({ name }) => name === 'PORT')?.default),
    memory: project.runtime.memory,
  };
}
