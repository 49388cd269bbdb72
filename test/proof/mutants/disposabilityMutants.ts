import { edits, type Mutant } from '../mutant.ts';

const INSTALL =
  "for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => stop(signal));\n";
const SERVE = 'export async function serve(config, log, onStop) {\n';
const DRAIN = 'if (draining) process.exit(1);\n    draining = true;';
const CHILD =
  "  (await import('node:child_process')).spawn('sleep', ['60'], { stdio: 'ignore', detached: true }).unref();\n";

export const disposabilityMutants: readonly Mutant[] = [
  {
    name: 'ends while it starts',
    app: 'node',
    breaks: 'disposability.starts',
    edits: edits('web.mjs', [SERVE, `${SERVE}  throw new Error('no such table');\n`]),
    saying: /no such table/,
  },
  {
    name: 'ends at once and drops what is in flight',
    app: 'node',
    breaks: 'disposability.drains',
    edits: edits('web.mjs', [DRAIN, 'process.exit(0);']),
    saying: /in flight|answer|closed/,
  },
  {
    name: 'ends when the main thread returns, whatever is in flight',
    app: 'python',
    breaks: 'disposability.drains',
    edits: edits('guestbook/web.py', ['    wait_until_idle(config)\n', '']),
    saying: /in flight|answer|closed/,
  },
  {
    name: 'gives what is in flight too little time',
    app: 'python',
    breaks: 'disposability.drains',
    edits: edits('guestbook/web.py', [
      'time.monotonic() + config.shutdown_timeout',
      'time.monotonic() + 0.2',
    ]),
    saying: /in flight|answer|closed/,
  },
  {
    name: 'has no handler, so that nothing ends it as PID 1',
    app: 'node',
    breaks: 'disposability.drains-pid1',
    edits: edits('main.mjs', [INSTALL, '']),
    saying: /PID 1|still|did not end/,
  },
  {
    name: 'drains on SIGTERM but not on SIGINT',
    app: 'node',
    breaks: 'disposability.interrupt',
    edits: edits('main.mjs', [
      "for (const signal of ['SIGTERM', 'SIGINT'])",
      "for (const signal of ['SIGTERM'])",
    ]),
    saying: /SIGINT|in flight/,
  },
  {
    name: 'installs its handlers after a slow start',
    app: 'node',
    breaks: 'disposability.stops-while-starting-pid1',
    edits: [
      ...edits('main.mjs', [INSTALL, '']),
      ...edits(
        'web.mjs',
        [SERVE, `${SERVE}  await new Promise((resolve) => setTimeout(resolve, 1_500));\n`],
        [
          '  onStop((signal) => {',
          "  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => drain(signal));\n  onStop(() => {});\n  const drain = ((signal) => {",
        ],
      ),
    ],
    saying: /start/,
  },
  {
    name: 'is started by a wrapper that the server outlives',
    app: 'node',
    breaks: 'disposability.nothing-survives',
    edits: edits('Procfile', ['web: node main.mjs web', 'web: npm start']),
    saying: /surviv|still|left/,
  },
  {
    name: 'leaves a daemon behind',
    app: 'node',
    breaks: 'disposability.nothing-survives',
    edits: edits('web.mjs', [SERVE, SERVE + CHILD]),
    saying: /sleep/,
  },
  {
    name: 'waits for idle connections',
    app: 'node',
    breaks: 'disposability.idle-connections',
    edits: edits(
      'web.mjs',
      [
        '    server.close();\n    const linger',
        '    server.closeIdleConnections = () => {};\n    server.close();\n    const linger',
      ],
      ['      server.closeAllConnections();\n', ''],
      ['keepAliveTimeout: 5_000', 'keepAliveTimeout: 600_000'],
    ),
    saying: /idle|keep-alive|still/,
  },
  {
    name: 'has a shell between the image and the server',
    app: 'python',
    breaks: 'disposability.image-command-pid1',
    edits: edits('Dockerfile', [
      'CMD ["python", "-m", "guestbook", "web"]',
      'CMD python -m guestbook web; true',
    ]),
    saying: /PID 1|shell|still/,
  },
  {
    name: 'loses the job that a killed worker had',
    app: 'node',
    breaks: 'disposability.job-survives-kill',
    edits: edits('worker.mjs', [
      "const id = await redis.block(WAIT_S * 1000, 'BLMOVE', QUEUE, handKey(worker), 'RIGHT', 'LEFT', WAIT_S);",
      "const [, id] = (await redis.block(WAIT_S * 1000, 'BRPOP', QUEUE, WAIT_S)) ?? [null, null];",
    ]),
    saying: /job/,
  },
  {
    name: 'has a worker that no signal stops',
    app: 'python',
    breaks: 'disposability.worker-stops',
    edits: edits('guestbook/worker.py', ['        stopping.set()\n', '        return\n']),
    saying: /worker|still/,
  },
];
