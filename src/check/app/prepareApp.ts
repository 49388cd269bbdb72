import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProject } from '../harness/readProject.ts';
import type { Environment } from '../harness/validEnvironment.ts';
import { ExaminedApp } from './examinedApp.ts';
import { placeProject } from './placeProject.ts';
import { readCheckFile } from './readCheckFile.ts';

/** The file of a project that tells what can't be inferred. */
export const CHECK_FILE = 'twelve-factor.check.json';

/**
 * Copies a project and reads what it says of itself. `remove` of its place deletes the copy.
 * Throws, naming the file, when one that should describe the project can't be read.
 * @param machinePath the PATH that the app may find its runtime in
 * @param given values for the run, over all others
 */
export async function prepareApp(
  source: string,
  machinePath: string,
  given: Environment,
): Promise<ExaminedApp> {
  const file = join(source, CHECK_FILE);
  const told = existsSync(file) ? readCheckFile(readFileSync(file, 'utf8')) : {};
  const place = await placeProject(source);
  try {
    const project = readProject(place.directory);
    return new ExaminedApp({ source, place, project, told, machinePath, given });
  } catch (error) {
    place.remove();
    throw error;
  }
}
