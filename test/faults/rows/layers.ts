import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Box } from '../harness/box.ts';
import { type Fault, ORDERS } from '../harness/fault.ts';
import { NOBODY, type Run, run } from '../harness/run.ts';
import { takeSnapshot } from '../harness/snapshot.ts';

/** Which of flag, environment and file say something, and who is heard. */
const disagreements = [
  ['flag', 'environment', 'file'],
  ['flag', 'environment'],
  ['flag', 'file'],
  ['environment', 'file'],
  ['file'],
] as const;

function disagreement(said: (typeof disagreements)[number]): Fault {
  const says = (layer: string) => (said as readonly string[]).includes(layer);
  return {
    row: 'A7',
    fault: `the description is given by ${said.join(' and ')}`,
    arrange: (box) => void box.write('a.yaml', says('file') ? 'description: file\n' : ''),
    args: [
      ...[...ORDERS, '--answers', 'a.yaml', '--dry-run', '--json'],
      ...(says('flag') ? ['--description', 'flag'] : []),
    ],
    manner: {
      environment: { TWELVE_FACTOR_DESCRIPTION: says('environment') ? 'environment' : '' },
    },
    exit: 0,
    leaves: 'nothing',
    also: (_, { stdout }) => {
      const { answers, sources } = JSON.parse(stdout);
      expect([answers.description, sources.description]).toEqual([said[0], said[0]]);
    },
  };
}

const noCwd = { shell: 'mkdir gone && cd gone && rmdir ../gone && exec "$@"' };

const informing = ['--help', '--version'].flatMap((flag): Fault[] => {
  const says = flag === '--help' ? /Usage: create-twelve-factor/ : /^\d+\.\d+\.\d+/;
  const common = { row: 'A8', args: [flag], exit: 0, leaves: 'nothing' } as const;
  return [
    {
      ...common,
      fault: `${flag} without HOME`,
      says,
      manner: { environment: { HOME: undefined } },
    },
    { ...common, fault: `${flag} in a directory that is gone`, says, manner: noCwd },
    {
      ...common,
      fault: `${flag} where nothing can be written`,
      needs: ['linux', 'root'],
      says,
      manner: { via: NOBODY },
    },
    { ...common, fault: `${flag} with stdout closed`, manner: { shell: 'exec "$@" >&-' } },
  ];
});

const WRITES =
  /\b(mkdir|rename|link|unlink|symlink|rmdir|chmod|truncate)[a-z0-9]*\(|O_(CREAT|WRONLY|RDWR)/;

async function isWhatARunWrites(box: Box, { stdout }: Run): Promise<void> {
  const trace = readFileSync(`${box.record}/trace`, 'utf8').split('\n');
  const writes = trace.filter((line) => WRITES.test(line) && !line.includes('/dev/null'));
  expect(writes).toEqual([]);
  await run(box, ORDERS);
  const files = [...takeSnapshot(box.at('orders'))].filter(([, what]) => what.startsWith('file'));
  const listed = [...stdout.matchAll(/^ {2}create {2}(\S+)$/gm)].map(([, path]) => path);
  expect(listed.sort()).toEqual(files.map(([path]) => path).sort());
  expect(readdirSync(box.cwd)).toEqual(['orders']);
}

/** What goes wrong around layers of answers, help and dry runs. */
export const LAYER_FAULTS: readonly Fault[] = [
  ...disagreements.map(disagreement),
  ...informing,
  {
    row: 'A8',
    fault: 'generating in a directory that is gone',
    manner: noCwd,
    exit: 4,
    says: /The current directory no longer exists/,
  },
  {
    row: 'A9',
    fault: '--dry-run under the eyes of strace',
    needs: ['strace'],
    args: [...ORDERS, '--dry-run'],
    manner: ({ record }) => ({
      via: ['strace', '-f', '-qq', '-e', 'trace=%file', '-o', `${record}/trace`],
      limitMs: 20_000,
    }),
    exit: 0,
    leaves: 'nothing',
    also: isWhatARunWrites,
  },
];
