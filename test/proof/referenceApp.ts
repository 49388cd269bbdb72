import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Edit, Mutant, ReferenceName } from './mutant.ts';

const APPS = resolve(import.meta.dirname, '../fixtures/apps');
const IDENTITY = ['-c', 'user.name=Dev', '-c', 'user.email=dev@example.com'];

/** Copies a reference app to the new folder `directory` and commits it there. */
export function placeReference(name: ReferenceName, directory: string): void {
  copyFixture(name, directory);
  commit(directory);
}

/** The same with what a mutant changes; `packages` is the URL of a server of packages. */
export function placeMutant(mutant: Mutant, directory: string, packages: string): void {
  copyFixture(mutant.app, directory);
  if (mutant.history !== undefined) {
    write(directory, mutant.history);
    commit(directory);
    for (const path of Object.keys(mutant.history)) rmSync(join(directory, path));
  }
  for (const { file, from, to } of mutant.edits ?? [])
    apply(directory, { file, from, to: to.replace('${packages}', packages) });
  write(directory, mutant.files ?? {});
  const ignored = (mutant.ignored ?? []).map((pattern) => `${pattern}\n`).join('');
  writeFileSync(join(directory, '.gitignore'), ignored, { flag: 'a' });
  if (mutant.repository !== false) commit(directory);
}

/** A fixture may have no .gitignore of its own: the repository that it lies in would follow it. */
function copyFixture(name: ReferenceName, directory: string): void {
  const filter = (path: string): boolean => !path.endsWith('__pycache__');
  cpSync(join(APPS, `guestbook-${name}`), directory, { recursive: true, filter });
  renameSync(join(directory, '.gitignore.fixture'), join(directory, '.gitignore'));
}

function commit(directory: string): void {
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-C', directory, ...IDENTITY, ...words], { stdio: 'pipe' });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Work');
}

function write(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

function apply(directory: string, { file, from, to }: Edit): void {
  const path = join(directory, file);
  const parts = readFileSync(path, 'utf8').split(from);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${from}`);
  writeFileSync(path, parts.join(to));
}
