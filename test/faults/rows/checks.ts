import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { waitFor } from '../../../src/check/harness/waitFor.ts';
import type { Box } from '../harness/box.ts';
import type { Fault } from '../harness/fault.ts';
import type { Run } from '../harness/run.ts';

/** A server that does what a shutdown, a port and an answer ask of it, unless a fault is put in. */
const SERVER = `import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
const server = createServer((request, response) => {
  request.resume().on('end', () => response.end('{}'));
});
server.listen(process.env.PORT, '0.0.0.0');
`;
const DRAIN = `for (const signal of ['SIGTERM', 'SIGINT'])
  process.on(signal, () => server.close(() => process.exit(0)));
`;
const TOLD = JSON.stringify({ inFlight: { method: 'POST', path: '/', json: {} } });

interface BadApp {
  readonly app: string;
  readonly web?: string;
  readonly main: string;
  /** The factors that are examined. */
  readonly only: string;
  readonly exit?: number;
  readonly says: RegExp;
}

const BAD_APPS: readonly BadApp[] = [
  {
    app: 'never listens',
    main: 'setInterval(() => {}, 1000);\n',
    only: 'disposability',
    says: /BROKEN +IX Disposability[\s\S]*#disposability\.starts/,
  },
  {
    app: 'ends at once',
    main: "console.error('no, thank you');\nprocess.exit(3);\n",
    only: 'disposability',
    says: /#disposability\.starts/,
  },
  {
    app: 'ignores SIGTERM',
    main: `${SERVER}process.on('SIGTERM', () => {});\n`,
    only: 'disposability',
    says: /#disposability\.drains/,
  },
  {
    app: 'leaves a child behind',
    main: `${SERVER}${DRAIN}spawn('sleep', ['300'], { detached: true, stdio: 'ignore' }).unref();\n`,
    only: 'disposability',
    says: /#disposability\.nothing-survives/,
  },
  {
    app: 'floods its log',
    main: `${SERVER}${DRAIN}setInterval(() => console.log('x'.repeat(1e6)), 5);\n`,
    only: 'port-binding',
    exit: 0,
    says: /1 of 1 factors hold/,
  },
  {
    app: 'listens on a port of its own',
    main: `${SERVER.replace('process.env.PORT', '0')}${DRAIN}`,
    only: 'port-binding',
    says: /#port-binding\.port-variable/,
  },
  {
    app: 'lives on without its port when that is taken',
    main: `${SERVER}${DRAIN}server.on('error', () => setInterval(() => {}, 1000));\n`,
    only: 'port-binding',
    says: /#port-binding\.taken-port/,
  },
  {
    app: 'needs a program that is not there',
    web: 'no-such-runtime main.mjs',
    main: '',
    only: 'port-binding',
    exit: 2,
    says: /needs the program "no-such-runtime", which is not there/,
  },
  {
    app: 'becomes a daemon',
    web: 'sh start.sh',
    main: `${SERVER}${DRAIN}`,
    only: 'concurrency',
    says: /#concurrency\.foreground/,
  },
  {
    app: 'answers slowly',
    main: `${SERVER.replace("response.end('{}')", "setTimeout(() => response.end('{}'), 60000)")}${DRAIN}`,
    only: 'disposability',
    says: /#disposability\.starts/,
  },
];

function arrange(box: Box, { web = 'node main.mjs', main }: BadApp): void {
  box.write('app/Procfile', `web: ${web}\n`);
  box.write('app/main.mjs', main);
  box.write('app/start.sh', 'setsid node main.mjs >/dev/null 2>&1 &\nsleep 1\n');
  box.write('app/twelve-factor.check.json', TOLD);
}

/** What a check starts has TMPDIR below the box's, and no other variable of it. */
async function expectNothingLeft(box: Box): Promise<void> {
  const temporary = box.environment.TMPDIR ?? '';
  const alive = (): boolean =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .some((pid) => environmentOf(pid).includes(`${temporary}/`));
  await waitFor('all processes of the check to be gone', () => !alive(), { limitMs: 2_000 });
  expect(readdirSync(temporary)).toEqual([]);
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}

const SECRETS = {
  GITHUB_TOKEN: 'kanarienvogel-1',
  SSH_AUTH_SOCK: '/kanarienvogel-2',
  DATABASE_PASSWORD: 'kanarienvogel-3',
};

/** What goes wrong when a project is checked. */
export const CHECK_FAULTS: readonly Fault[] = [
  ...BAD_APPS.map(
    (bad): Fault => ({
      row: 'F10',
      fault: `check: the app ${bad.app}`,
      needs: ['linux'],
      arrange: (box) => arrange(box, bad),
      args: ['check', 'app', '--only', bad.only, '--timeout', '120'],
      manner: { limitMs: 140_000 },
      exit: bad.exit ?? 7,
      says: bad.says,
      leaves: 'nothing',
      also: expectNothingLeft,
    }),
  ),
  {
    row: 'F10',
    fault: 'check: time is over',
    needs: ['linux'],
    arrange: (box) => arrange(box, { ...(BAD_APPS[0] as BadApp) }),
    args: ['check', 'app', '--timeout', '1'],
    manner: { limitMs: 60_000 },
    exit: [0, 7],
    says: /ended before everything was examined: its 1 s were over/,
    leaves: 'nothing',
    also: expectNothingLeft,
  },
  {
    row: 'F11',
    fault: 'check: the environment of the caller holds secrets',
    needs: ['linux'],
    arrange: (box) => {
      const dump = 'console.log(JSON.stringify(process.env));\nprocess.exit(3);\n';
      arrange(box, { ...(BAD_APPS[1] as BadApp), main: dump });
    },
    args: ['check', 'app', '--only', 'disposability,logs'],
    manner: { environment: SECRETS, limitMs: 140_000 },
    exit: 7,
    says: /this runs its code, in a copy[\s\S]*TMPDIR/,
    leaves: 'nothing',
    also: (box: Box, { stdout, stderr }: Run) => {
      expect(stdout + stderr).not.toContain('kanarienvogel');
      return expectNothingLeft(box);
    },
  },
];
