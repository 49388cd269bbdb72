import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Box } from '../harness/box.ts';
import { type Fault, ORDERS } from '../harness/fault.ts';
import type { Manner, Run } from '../harness/run.ts';

const INSTALL = [...ORDERS, '--install'];
const BUILD = [...ORDERS, '--docker-build'];

type Step = readonly [string, string, RegExp];

/** How the installation fails: what the fake python3 does, and what is said of it. */
const installing: readonly Step[] = [
  [
    'ends with 1',
    'fail 1 Could not find a version',
    /exit code 1\.[\s\S]*Could not find a version/,
  ],
  ['says that the disk is full', 'fail 28 No space left on device', /No space left on device/],
  ['prints 100 MB', 'flood 100000000', /exit code 3\.[\s\S]*the last line/],
  ['prints control bytes and JSON', 'noise', /was not found on PATH|could not be started/],
];

/** How the build fails: what the fake docker does. */
const building: readonly Step[] = [
  [
    'the engine is down',
    'fail 1 Cannot connect to the Docker daemon at unix:///nope.',
    /The Docker engine cannot be reached/,
  ],
  [
    'the user may not use the engine',
    'fail 1 permission denied while trying to connect to the Docker daemon socket',
    /You may not use the Docker engine/,
  ],
];

const CANCELLED_FIRST: readonly (readonly [string, NodeJS.Signals, string, number, RegExp])[] = [
  ['Ctrl-C while packages are installed', 'SIGINT', 'sleep', 130, /ended by SIGTERM/],
  ['SIGTERM while packages are installed', 'SIGTERM', 'sleep', 143, /ended by SIGTERM/],
  [
    'Ctrl-C while an installer runs that ignores SIGTERM',
    'SIGINT',
    'stubborn',
    130,
    /ended by SIGKILL/,
  ],
];

/** Sends a signal once a fake has started. */
function signalWhenBusy(box: Box, signal: NodeJS.Signals) {
  return async (child: ChildProcess): Promise<void> => {
    for (let tries = 0; tries < 400; tries += 1) {
      if (readdirSync(box.record).some((name) => name.endsWith('.pid'))) break;
      await wait(10);
    }
    child.kill(signal);
  };
}

function repeats({ stdout, stderr }: Run): void {
  expect(stdout + stderr).toMatch(/to do: \S+/);
}

const fakes = (tool: string, variable: string, mode: string) => ({
  arrange: (box: Box) => box.fake(tool),
  manner: { environment: { [variable]: mode }, limitMs: 30_000 } satisfies Manner,
});

const saysTheLastLines = (_: Box, run: Run): void => {
  repeats(run);
  expect(run.stdout.length).toBeLessThan(20_000);
};

const CURIOUS = "$(touch PWNED); 'x' && `touch PWNED`";

/** Every call got lists of words and a directory, none of which a shell has read. */
function getsArguments(box: Box): void {
  const read = (kind: string) =>
    readdirSync(box.record)
      .filter((name) => name.endsWith(kind))
      .map((name) => readFileSync(join(box.record, name), 'utf8'));
  expect(read('.argv').length).toBeGreaterThan(0);
  for (const argv of read('.argv')) expect(argv).not.toMatch(/PWNED/);
  for (const cwd of read('.cwd')) expect(cwd).toBe(`${box.at(CURIOUS)}/orders\n`);
}

/** What goes wrong in the steps after the project is there. */
export const STEP_FAULTS: readonly Fault[] = [
  ...installing.map(
    ([what, mode, says]): Fault => ({
      row: mode === 'noise' ? 'E5' : 'E4',
      fault: `the installer ${what}`,
      args: INSTALL,
      ...fakes('python3', 'FAKE_PYTHON3', mode),
      exit: 5,
      says,
      also: saysTheLastLines,
    }),
  ),
  {
    row: 'E4',
    fault: 'the installer is not there',
    args: INSTALL,
    manner: ({ tools }) => ({ environment: { PATH: tools } }),
    exit: 5,
    says: /python3.* was not found on PATH/,
  },
  {
    row: 'E5',
    fault: 'the builder prints control bytes and JSON, with --json',
    args: [...BUILD, '--json'],
    ...fakes('docker', 'FAKE_DOCKER_BUILD', 'noise'),
    exit: 0,
  },
  ...building.map(
    ([fault, mode, says]): Fault => ({
      row: 'E4',
      fault,
      args: BUILD,
      ...fakes('docker', 'FAKE_DOCKER', mode),
      exit: 5,
      says,
      also: saysTheLastLines,
    }),
  ),
  {
    row: 'E4',
    fault: 'docker is not there',
    args: BUILD,
    manner: ({ tools }) => ({ environment: { PATH: tools } }),
    exit: 5,
    says: /Docker was not found on PATH/,
  },
  {
    row: 'E4',
    fault: 'the build fails, and a container was wanted too',
    args: [...ORDERS, '--docker-run'],
    ...fakes('docker', 'FAKE_DOCKER_BUILD', 'fail 1 COPY failed'),
    exit: 5,
    says: /docker build failed with exit code 1\.[\s\S]*COPY failed/,
  },
  {
    row: 'E4',
    fault: 'the installer fails, with --json',
    args: [...INSTALL, '--json'],
    ...fakes('python3', 'FAKE_PYTHON3', 'fail 1 no'),
    exit: 5,
    says: /"outcome": "failed"/,
  },
  ...CANCELLED_FIRST.map(
    ([fault, signal, mode, exit, says]): Fault => ({
      row: 'E4',
      fault,
      says,
      arrange: (box) => box.fake('python3'),
      args: INSTALL,
      manner: (box) => ({
        environment: { FAKE_PYTHON3: mode },
        limitMs: 20_000,
        meanwhile: signalWhenBusy(box, signal),
      }),
      exit,
      leaves: 'project',
    }),
  ),
  {
    row: 'E6',
    fault: 'the directory is a line for a shell',
    arrange: (box) => {
      box.fake('docker', 'python3');
      box.makeFolder(CURIOUS);
    },
    args: [`${CURIOUS}/orders`, ...ORDERS.slice(1), '--docker-build', '--install'],
    manner: { environment: { FAKE_PYTHON3: 'fail 1' } },
    target: `${CURIOUS}/orders`,
    exit: 5,
    also: getsArguments,
  },
];
