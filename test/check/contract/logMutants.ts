import { inServer, type Mutant } from './mutant.ts';

/** Ways to log what nobody can read or nobody should. */
export const logMutants: readonly Mutant[] = [
  {
    name: 'prints a banner',
    edits: inServer('let draining = false;', "let draining = false;\n  console.log('welcome');"),
    caughtBy: 'every line from start',
    saying: /is not a JSON object: welcome/,
  },
  {
    name: 'writes to stderr',
    edits: inServer('let draining = false;', "let draining = false;\n  console.error('welcome');"),
    caughtBy: 'every line from start',
    saying: /stderr/,
  },
  {
    name: 'logs local time',
    edits: inServer(
      'const time = new Date().toISOString();',
      'const time = new Date().toString();',
    ),
    caughtBy: 'every line from start',
    saying: /has a time that is not/,
  },
  {
    name: 'leaves out a field',
    edits: inServer(
      "service: 'good', version: config.version, ...fields",
      'version: config.version, ...fields',
    ),
    caughtBy: 'every line from start',
    saying: /has no text in service/,
  },
  {
    name: 'logs a request twice',
    edits: inServer("log('info', 'request', {", "for (const _ of [1, 2]) log('info', 'request', {"),
    caughtBy: 'exactly one access line',
    saying: /access lines of each/,
  },
  {
    name: 'keeps its lines in a buffer',
    edits: inServer(
      'process.stdout.write(`',
      'setTimeout((line) => process.stdout.write(line), 1500, `',
    ),
    caughtBy: 'exactly one access line',
    saying: /waited \d+ ms for the access line/,
  },
  {
    name: 'logs the query',
    edits: inServer('path: safePath(path)', 'path: request.url'),
    caughtBy: 'authorization, cookies',
    saying: /show a secret/,
  },
  {
    name: 'logs headers at debug level',
    edits: inServer(
      'const started = performance.now();',
      "const started = performance.now();\n    log('debug', 'headers', { headers: request.headers });",
    ),
    caughtBy: 'authorization, cookies',
    saying: /show a secret/,
  },
  {
    name: 'writes paths as they are',
    edits: inServer(
      'process.stdout.write(`${JSON.stringify({',
      "process.stdout.write(`${fields.path ? decodeURIComponent(fields.path) : ''}${JSON.stringify({",
    ),
    caughtBy: 'newlines and escapes',
    saying: /no log records/,
  },
  {
    name: 'ignores LOG_LEVEL',
    edits: inServer('if (LEVELS.indexOf(level) < LEVELS.indexOf(config.level)) return;', ''),
    caughtBy: 'LOG_LEVEL=error',
    saying: /below the level/,
  },
];
