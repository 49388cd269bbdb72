import { spawnSync } from 'node:child_process';

const NEEDED = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';

/** Why a Python app can't be installed on this machine, or undefined; on CI that is an error. */
export function pythonProblem(): string | undefined {
  const tried = spawnSync('python3', ['-c', NEEDED], { timeout: 30_000 });
  if (tried.status === 0) return undefined;
  const reason = 'there is no python3 of 3.11 or newer with venv';
  if (process.env.CI === 'true') throw new Error(`Flask apps can't be tested: ${reason}`);
  return reason;
}
