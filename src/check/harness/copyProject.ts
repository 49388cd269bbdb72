import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';

/** Folders that hold what was built, installed or cached, never what a project is made of. */
const NOT_SOURCE = new Set([
  '.git',
  '.venv',
  'venv',
  'node_modules',
  '__pycache__',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.env',
]);

/**
 * Copies a project into the new folder `target`: the committed state (`git archive HEAD`) when
 * `source` is in a repository of which a commit holds files of it, else the files as they are.
 * Throws when git or the copy fails.
 */
export function copyProject(source: string, target: string): void {
  if (isCommitted(source)) copyCommitted(source, target);
  else copyFiles(source, target);
}

/** Copies all files of a project but installed and built ones. */
export function copyFiles(source: string, target: string): void {
  cpSync(source, target, { recursive: true, filter: (path) => isSource(path, source) });
}

/** By way of a file, for trees that are larger than memory should be. */
function copyCommitted(source: string, target: string): void {
  mkdirSync(target, { recursive: true });
  const archive = `${target}.tar`;
  run('git', ['archive', '--format=tar', '--output', archive, 'HEAD'], source);
  run('tar', ['-x', '-f', archive, '-C', target], source);
  rmSync(archive);
}

function run(program: string, args: readonly string[], directory: string): void {
  const { status, stderr, error } = spawnSync(program, args, { cwd: directory, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args[0]}: ${error?.message ?? stderr.trim()}`);
}

function isCommitted(source: string): boolean {
  const tree = spawnSync('git', ['ls-tree', '--name-only', 'HEAD'], { cwd: source });
  return tree.status === 0 && tree.stdout.length > 0;
}

function isSource(path: string, source: string): boolean {
  return path === source || !NOT_SOURCE.has(basename(path));
}
