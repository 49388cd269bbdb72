import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { availableBackends } from '../../pty/runInPty.ts';

const runs = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;

function canFix(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'immutable-'));
  const fixed = runs('chattr', '+i', folder);
  runs('chattr', '-i', folder);
  rmdirSync(folder);
  return fixed;
}

const isRoot = process.getuid?.() === 0;

/** What this machine may lack, with the way to find out and the reason to give. */
const NEEDS = {
  linux: [() => process.platform === 'linux', 'this is not Linux'],
  root: [() => isRoot, 'this user is not root'],
  terminal: [() => availableBackends.length > 0, 'nothing here makes a pseudo-terminal'],
  strace: [() => runs('strace', '-f', 'true'), 'strace does not run here'],
  immutable: [canFix, 'this file system knows no immutable directories'],
  git: [() => runs('git', '--version'), 'git is not installed'],
  python: [() => runs('python3', '--version'), 'python3 is not installed'],
  registry: [() => runs('npm', 'view', 'node', 'version'), 'the package registry is out of reach'],
  'no network': [() => runs('unshare', '-rn', 'true'), 'no network namespace can be made'],
} as const satisfies Record<string, readonly [() => boolean, string]>;

export type Need = keyof typeof NEEDS;

const answers = new Map<Need, boolean>();

/** Why a fault can't be tried on this machine, if it can't. */
export function unmetNeed(needs: readonly Need[] = []): string | undefined {
  for (const need of needs) {
    const [isMet, reason] = NEEDS[need];
    if (!answers.has(need)) answers.set(need, isMet());
    if (!answers.get(need)) return reason;
  }
  return undefined;
}
