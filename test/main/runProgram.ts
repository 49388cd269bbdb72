import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { copyBuiltProgram } from '../pty/builtProgram.ts';

/** How the built program ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Manner {
  readonly cwd?: string;
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** An empty folder that is gone after the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'program-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** The built program, ready for the tests of a file. It runs without a terminal. */
export interface BuiltProgram {
  run(args: readonly string[], manner?: Manner): Ended;
  /** Runs a line that a person would type, with an npx that runs this very program. */
  type(line: string, manner?: Manner): Ended;
  /** Where it is, once the tests run. */
  launcher(): string;
}

/** Copies the built program before the tests of a file, and removes the copy after them. */
export function builtProgram(): BuiltProgram {
  let folder = '';
  let launcher = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'built-'));
    launcher = copyBuiltProgram(folder);
    const npx = `#!/bin/sh\nshift\nexec '${process.execPath}' '${launcher}' "$@"\n`;
    writeFileSync(join(folder, 'npx'), npx, { mode: 0o755 });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const start = (file: string, args: readonly string[], manner: Manner = {}): Ended => {
    const { cwd = folder, input = '', environment = {} } = manner;
    const { status, stdout, stderr } = spawnSync(file, args, {
      cwd,
      input,
      env: { PATH: `${folder}:${process.env.PATH}`, HOME: join(folder, 'home'), ...environment },
      encoding: 'utf8',
      timeout: 15_000,
    });
    return { exitCode: status, stdout, stderr };
  };
  return {
    run: (args, manner) => start(process.execPath, [launcher, ...args], manner),
    type: (line, manner) => start('sh', ['-c', line], manner),
    launcher: () => launcher,
  };
}
