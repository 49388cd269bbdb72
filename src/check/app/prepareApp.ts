import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Level } from '../depth.ts';
import { projectFault } from '../harness/projectFault.ts';
import type { Environment } from '../harness/validEnvironment.ts';
import type { CheckFile } from './checkFile.ts';
import { describeProject } from './describeProject.ts';
import { ExaminedApp } from './examinedApp.ts';
import { installedIn, placeProject } from './placeProject.ts';
import { readCheckFile } from './readCheckFile.ts';

/** The file of a project that tells what can't be inferred. */
export const CHECK_FILE = 'twelve-factor.check.json';

/** How a project is prepared, where that is not as usual. */
interface Preparation {
  /** Values for a second deploy, over all others. */
  readonly otherGiven?: Environment;
  /** A project whose files are only read needs nothing of what is installed. */
  readonly level?: Level;
}

/**
 * Copies a project and reads what it says of itself. `remove` of its place deletes the copy.
 * @param machinePath the PATH that the app may find its runtime in
 * @param given values for the run, over all others
 * @throws UserError exit 2, naming the file, when one that describes the project can't be read
 */
export async function prepareApp(
  source: string,
  machinePath: string,
  given: Environment,
  { otherGiven = {}, level = 'run' }: Preparation = {},
): Promise<ExaminedApp> {
  const file = readTold(source);
  const told = { ...file, otherDeploy: { ...file.otherDeploy, ...otherGiven } };
  const place = await placeProject(source, level === 'static' ? [] : installedIn(told));
  try {
    const project = describeProject(place.directory, told);
    return new ExaminedApp({ source, place, project, told, machinePath, given });
  } catch (error) {
    place.remove();
    throw error;
  }
}

function readTold(source: string): CheckFile {
  const file = join(source, CHECK_FILE);
  if (!existsSync(file)) return {};
  try {
    return readCheckFile(readFileSync(file, 'utf8'));
  } catch (error) {
    throw projectFault(CHECK_FILE, error);
  }
}
