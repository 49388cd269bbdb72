import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** The program that generates and checks the apps. */
export const PROGRAM = resolve(import.meta.dirname, '../../bin/create-twelve-factor.cjs');
const IDENTITY = ['-c', 'user.name=Dev', '-c', 'user.email=dev@example.com'];

/** Generates an app into the new folder `directory` with the built program, and commits it as it is. */
export function generateApp(
  directory: string,
  stack: string,
  services: readonly string[] = [],
): void {
  const answers = ['--stack', stack, `--services=${services.join(',')}`];
  run(process.execPath, [PROGRAM, directory, ...answers, '--yes', '--no-git']);
  const git = (...words: readonly string[]) => run('git', ['-C', directory, ...IDENTITY, ...words]);
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Start');
}

function run(program: string, args: readonly string[]): void {
  const done = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
  if (done.status === 0) return;
  throw new Error(`${program} ${args.join(' ')}: ${done.error ?? done.stderr}`);
}
