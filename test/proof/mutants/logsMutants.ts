import { edits, type Mutant } from '../mutant.ts';

const WRITE = 'process.stdout.write(`${JSON.stringify({ time, level, message, service';

export const logsMutants: readonly Mutant[] = [
  {
    name: 'keeps its lines back until a block is full',
    app: 'python',
    breaks: 'logs.stdout',
    edits: edits('guestbook/log.py', ['        sys.stdout.flush()\n', '']),
    saying: /stdout|within|buffer/i,
  },
  {
    name: 'writes its lines to a file alone',
    app: 'node',
    breaks: 'logs.stdout',
    edits: edits(
      'log.mjs',
      [
        'export function createLog',
        "import { appendFileSync } from 'node:fs';\n\nexport function createLog",
      ],
      [WRITE, "appendFileSync('app.log', `${JSON.stringify({ time, level, message, service"],
    ),
    saying: /stdout|nothing/,
  },
  {
    name: 'writes its lines to a file as well',
    app: 'node',
    breaks: 'logs.no-files',
    edits: edits(
      'log.mjs',
      [
        'export function createLog',
        "import { appendFileSync } from 'node:fs';\n\nexport function createLog",
      ],
      [WRITE, `appendFileSync('app.log', message + '\\n');\n    ${WRITE}`],
    ),
    saying: /app\.log/,
  },
  {
    name: 'prints stack traces over many lines',
    app: 'node',
    breaks: 'logs.one-event-a-line',
    edits: edits('web.mjs', [
      'if (body === undefined) return [400, { title: STATUS_CODES[400] }];',
      "if (body === undefined) {\n      console.log(new Error('not JSON').stack);\n      return [400, { title: STATUS_CODES[400] }];\n    }",
    ]),
    saying: /not JSON|line/,
  },
  {
    name: 'prints a line of text for what it does not find',
    app: 'python',
    breaks: 'logs.one-event-a-line',
    edits: edits('guestbook/web.py', [
      '        if not here:\n',
      '        if not here:\n            print("no such page:", path, flush=True)\n',
    ]),
    saying: /no such page/,
  },
  {
    name: 'logs a request only when it is a GET',
    app: 'node',
    breaks: 'logs.requests',
    edits: edits('web.mjs', [
      "      log('info', 'request', {",
      "      if (request.method === 'GET') log('info', 'request', {",
    ]),
    saying: /DELETE/,
  },
  {
    name: 'logs the headers of requests',
    app: 'python',
    breaks: 'logs.no-secrets',
    edits: edits('guestbook/web.py', [
      '"path": path, "status": status}\n',
      '"path": path, "status": status, "headers": dict(self.headers)}\n',
    ]),
    saying: /authorization|cookie|secret/i,
  },
  {
    name: 'logs the URL of its database',
    app: 'node',
    breaks: 'logs.no-secrets',
    edits: edits('web.mjs', [
      "log('info', `listening on port ${config.port}`)",
      "log('info', `listening on port ${config.port}`, { redis: config.redis.value })",
    ]),
    saying: /REDIS_URL|secret/i,
  },
  {
    name: 'writes warnings to stderr',
    app: 'python',
    breaks: 'logs.stderr-empty',
    edits: edits('guestbook/web.py', [
      '        if not here:\n',
      '        if not here:\n            print("not found", file=sys.stderr, flush=True)\n',
    ]),
    saying: /stderr/,
  },
];
