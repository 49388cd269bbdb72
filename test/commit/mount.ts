import { execFileSync } from 'node:child_process';
import type { TestContext } from 'vitest';

const quietly = { stdio: 'pipe' } as const;

/** Runs `body` while a file system in memory is mounted at a folder; skipped where that can't be done. */
export function withMount(
  { skip }: TestContext,
  folder: string,
  options: string,
  body: () => void,
): void {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], quietly);
  } catch {
    skip('only root may mount a file system');
  }
  try {
    body();
  } finally {
    execFileSync('umount', [folder]);
  }
}

/** From now on nothing can be written to what is mounted at a folder. */
export function makeReadOnly(folder: string): void {
  execFileSync('mount', ['-o', 'remount,ro', folder], quietly);
}
