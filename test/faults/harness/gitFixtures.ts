import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Box } from './box.ts';

/** Runs git as somebody in the box; returns what it prints. */
export function git(box: Box, cwd: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com'];
  return execFileSync('git', [...identity, ...args], {
    cwd,
    env: { ...box.environment, GIT_CONFIG_NOSYSTEM: '1' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Writes settings to the user's own git configuration. */
export function configure(box: Box, settings: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(settings))
    git(box, box.root, 'config', '--file', join(box.home, '.gitconfig'), key, value);
}

/** Tells git who the user is. */
export function introduce(box: Box): void {
  configure(box, { 'user.name': 'A Person', 'user.email': 'person@example.com' });
}

/** Makes a repository with one commit at a path of the current directory. */
export function makeRepository(box: Box, path: string): string {
  const directory = box.makeFolder(path);
  box.write(`${path}/theirs`, 'theirs');
  git(box, directory, 'init', '--quiet');
  git(box, directory, 'add', '.');
  git(box, directory, 'commit', '--quiet', '--message', 'Theirs');
  return directory;
}
