import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';

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
 * `source` is the top of a repository with a commit, else all files but installed and built ones.
 * Throws when git or the copy fails.
 */
export function copyProject(source: string, target: string): void {
  mkdirSync(target, { recursive: true });
  if (existsSync(join(source, '.git')) && hasCommit(source)) copyCommitted(source, target);
  else cpSync(source, target, { recursive: true, filter: (path) => isSource(path, source) });
}

function copyCommitted(source: string, target: string): void {
  const archive = spawnSync('git', ['archive', '--format=tar', 'HEAD'], {
    cwd: source,
    maxBuffer: 1 << 30,
  });
  if (archive.status !== 0) throw new Error(`git archive: ${archive.stderr.toString().trim()}`);
  const unpacked = spawnSync('tar', ['-x', '-C', target], { input: archive.stdout });
  if (unpacked.status !== 0) throw new Error(`tar: ${unpacked.stderr.toString().trim()}`);
}

function hasCommit(source: string): boolean {
  const found = spawnSync('git', ['rev-parse', '--verify', '--quiet', 'HEAD'], { cwd: source });
  return found.status === 0;
}

function isSource(path: string, source: string): boolean {
  return path === source || !NOT_SOURCE.has(basename(path));
}
