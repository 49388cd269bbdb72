import { inMain, inServer, type Mutant } from './mutant.ts';

const INSTALL =
  "for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => stop(signal));\n";
const DRAIN_START = 'if (draining) process.exit(1);\n    draining = true;';

/** Every way to break the end of a process that was seen in real apps. */
export const lifeMutants: readonly Mutant[] = [
  {
    name: 'exits 0 at once and drops what is in flight',
    edits: inServer(DRAIN_START, 'process.exit(0);'),
    caughtBy: 'SIGTERM: the request in flight',
    saying: /no response: closed/,
  },
  {
    name: 'handles SIGTERM but not SIGINT',
    edits: inMain("['SIGTERM', 'SIGINT']", "['SIGTERM']"),
    caughtBy: 'SIGINT: the request in flight',
    saying: /no response: closed/,
  },
  {
    name: 'has no handler: as PID 1 nothing ends it',
    edits: inMain(INSTALL, ''),
    caughtBy: 'SIGTERM closes idle keep-alive',
    mode: 'pid1',
    saying: /waited \d+ ms for .* to end/,
  },
  {
    name: 'answers what is in flight and exits with 1',
    edits: inServer(
      'server.closeAllConnections();',
      'server.closeAllConnections();\n      process.exitCode = 1;',
    ),
    caughtBy: 'SIGTERM: the request in flight',
    saying: /ended with exit code 1/,
  },
  {
    name: 'leaves a child that lives on',
    edits: inServer(
      'let draining = false;',
      "let draining = false;\n  (await import('node:child_process')).spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' }).unref();",
    ),
    caughtBy: 'SIGTERM: the request in flight',
    saying: /processes that survived/,
  },
  {
    name: 'leaves a daemon in a session of its own',
    edits: inServer(
      'let draining = false;',
      "let draining = false;\n  (await import('node:child_process')).spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore', detached: true }).unref();",
    ),
    caughtBy: 'SIGTERM: the request in flight',
    saying: /processes that survived/,
  },
  {
    name: 'says ready while it drains',
    edits: inServer("draining ? send(response, 503, { status: 'unavailable', checks: {} }) : ", ''),
    caughtBy: 'after SIGTERM it never says ready',
    saying: /said ready/,
  },
  {
    name: 'waits for idle keep-alive connections',
    edits: inServer(
      'server.close();\n      server.closeAllConnections();',
      'server.close();\n',
    ).concat(
      inServer(
        'onStop((signal) => {',
        'server.closeIdleConnections = () => {};\n  onStop((signal) => {',
      ),
    ),
    caughtBy: 'SIGTERM closes idle keep-alive',
    saying: /waited \d+ ms for .* to end/,
  },
  {
    name: 'ignores a second signal',
    edits: inServer('if (draining) process.exit(1);', 'if (draining) return;'),
    caughtBy: 'a second signal ends it',
    saying: /waited \d+ ms for .* to end/,
  },
  {
    name: 'ends with 0 on a second signal',
    edits: inServer('if (draining) process.exit(1);', 'if (draining) process.exit(0);'),
    caughtBy: 'a second signal ends it',
    saying: /ended with 0/,
  },
  {
    name: 'has no deadline',
    edits: inServer(
      'setTimeout(() => process.exit(1), config.shutdownTimeout * 1000).unref();',
      '',
    ),
    caughtBy: 'past SHUTDOWN_TIMEOUT',
    saying: /waited \d+ ms for .* to end/,
  },
  {
    name: 'says 0 past the deadline',
    edits: inServer(
      'setTimeout(() => process.exit(1), config',
      'setTimeout(() => process.exit(0), config',
    ),
    caughtBy: 'past SHUTDOWN_TIMEOUT',
    saying: /ended with 0/,
  },
  {
    name: 'has a deadline of its own',
    edits: inServer('config.shutdownTimeout * 1000', '100'),
    caughtBy: 'past SHUTDOWN_TIMEOUT',
    saying: /deadline of 1 s/,
  },
  {
    name: 'installs its handler after a slow start',
    edits: inMain(INSTALL, '').concat(
      inMain(
        "const { readConfig } = await import('./config.mjs');",
        `await new Promise((resolve) => setTimeout(resolve, 5_000));\n${INSTALL}const { readConfig } = await import('./config.mjs');`,
      ),
    ),
    caughtBy: 'SIGTERM at any moment',
    mode: 'pid1',
    saying: /still runs/,
  },
  {
    name: 'postpones a signal to the end of a slow start',
    edits: inMain(
      "stop = (signal) => process.exit(signal === 'SIGINT' ? 130 : 143)",
      'stop = () => {}',
    ).concat(
      inMain(
        "const { readConfig } = await import('./config.mjs');",
        "await new Promise((resolve) => setTimeout(resolve, 5_000));\nconst { readConfig } = await import('./config.mjs');",
      ),
    ),
    caughtBy: 'SIGINT at any moment',
    saying: /still runs/,
  },
  {
    name: 'prints a stack trace when stopped during the start',
    edits: inMain(
      'process.exit(signal',
      'console.error(new Error(signal).stack) ?? process.exit(signal',
    ).concat(
      inMain(
        "const { readConfig } = await import('./config.mjs');",
        "await new Promise((resolve) => setTimeout(resolve, 5_000));\nconst { readConfig } = await import('./config.mjs');",
      ),
    ),
    caughtBy: 'SIGTERM at any moment',
    saying: /stderr/,
  },
  {
    name: 'closes connections without answering what it read',
    edits: inServer(
      'draining = true;',
      'draining = true;\n    server.close();\n    server.closeAllConnections();',
    ),
    caughtBy: 'SIGTERM under 50',
    saying: /lost/,
  },
  {
    name: 'answers 500 while it drains',
    edits: inServer(
      'return send(response, 200, answer);',
      'return send(response, draining ? 500 : 200, answer);',
    ),
    caughtBy: 'SIGTERM under 50',
    saying: /status 500/,
  },
  {
    name: 'takes longer than 5 s to be ready',
    edits: inServer(
      'let draining = false;',
      'await new Promise((resolve) => setTimeout(resolve, 6000));\n  let draining = false;',
    ),
    caughtBy: 'is ready within',
    saying: /waited \d+ ms for .* to answer 200/,
  },
  {
    name: 'does not free its port: a child inherits the socket',
    edits: inServer(
      "log('info', `listening on port ${config.port}`)",
      "import('node:child_process').then(({ spawn }) => spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: ['ignore', 'ignore', 'ignore', server._handle.fd >= 0 ? server._handle.fd : 'ignore'], detached: true, env: {} }).unref())",
    ),
    caughtBy: '20 starts and stops',
    saying: /port \d+ to be free/,
  },
];
