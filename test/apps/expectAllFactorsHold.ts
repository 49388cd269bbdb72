import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { Environment } from '../../src/check/harness/validEnvironment.ts';
import { PROGRAM } from './generateApp.ts';

const LIMIT_S = 270;

/**
 * Runs `check` on a project in front of its services, as a user does, and expects that every factor
 * holds.
 * @param other the variables of a second deploy, on other databases
 */
export async function expectAllFactorsHold(
  project: string,
  given: Environment,
  other: Environment,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'deploys-'));
  const write = (name: string, variables: Environment): string => {
    const lines = Object.entries(variables).map(([variable, value]) => `${variable}=${value}\n`);
    writeFileSync(join(folder, name), lines.join(''));
    return join(folder, name);
  };
  const deploys = ['--env-file', write('one', given), '--other-env-file', write('other', other)];
  const args = ['check', project, ...deploys, '--timeout', String(LIMIT_S)];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, ...args]).catch(
      (error: { stdout: string; stderr: string }) => error,
    );
    expect(stdout).toMatch(/^12 of 12 factors hold, 0 are broken/m);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
