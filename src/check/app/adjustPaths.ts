import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Larger files are programs. */
const MOST_BYTES = 64 * 1024;

/**
 * Makes a copied virtual environment of Python one of its new place: the first lines of its scripts,
 * and its links to sources, hold absolute paths. Other folders are left as they are.
 * @param from the paths of the project that was copied, which are replaced by that of its copy
 */
export function adjustPaths(folder: string, from: readonly string[], to: string): void {
  if (!existsSync(join(folder, 'pyvenv.cfg'))) return;
  const files = [join(folder, 'pyvenv.cfg'), ...filesIn(join(folder, 'bin')), ...linksOf(folder)];
  for (const file of files) replaceIn(file, from, to);
}

/** What tells Python where the source of a package is that was installed in place. */
function linksOf(folder: string): readonly string[] {
  const versions = filesIn(join(folder, 'lib'));
  return versions
    .flatMap((version) => filesIn(join(version, 'site-packages')))
    .filter((file) => /\.pth$|\/__editable__[^/]*\.py$/.test(file));
}

function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

function replaceIn(file: string, old: readonly string[], to: string): void {
  const facts = lstatSync(file);
  if (!facts.isFile() || facts.size > MOST_BYTES) return;
  const text = readFileSync(file, 'latin1');
  const adjusted = old.reduce((left, path) => left.replaceAll(`${path}/`, `${to}/`), text);
  if (adjusted !== text) writeFileSync(file, adjusted, 'latin1');
}
