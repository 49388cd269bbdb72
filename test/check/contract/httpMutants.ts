import { inServer, type Mutant } from './mutant.ts';

/** Ways to answer well-formed requests wrongly. */
export const httpMutants: readonly Mutant[] = [
  {
    name: 'does not say its version',
    edits: inServer(
      "send(response, 200, { service: 'good', version: config.version })",
      "send(response, 200, { service: 'good', version: 'dev' })",
    ),
    caughtBy: 'GET / names',
    saying: /deeply equal/,
  },
  {
    name: 'has no /livez',
    edits: inServer("'/livez': {", "'/healthz': {"),
    caughtBy: '/livez and /readyz',
    saying: /404/,
  },
  {
    name: 'serves another OpenAPI document',
    edits: inServer(
      'send(response, 200, openapi)',
      'send(response, 200, { ...openapi, info: {} })',
    ),
    caughtBy: '/openapi.json is',
    saying: /deeply equal/,
  },
  {
    name: 'loses members of an object',
    edits: inServer(
      'return send(response, 200, answer);',
      'return send(response, 200, { ...answer, text: undefined });',
    ),
    caughtBy: 'POST /echo answers',
    saying: /the same object/,
  },
  {
    name: 'can not take chunks',
    edits: inServer(
      'const body = await readBody(request);',
      "const body = request.headers['content-length'] ? await readBody(request) : Buffer.from('');",
    ),
    caughtBy: 'POST /echo answers',
    saying: /answered 400/,
  },
  {
    name: 'answers errors as HTML',
    edits: inServer("'application/problem+json'", "'text/html'"),
    caughtBy: 'every error is',
    saying: /an unknown route: .*text\/html/,
  },
  {
    name: 'leaves out the request id',
    edits: inServer(', status, request_id: response.requestId };', ', status };'),
    caughtBy: 'every error is',
    saying: /request_id/,
  },
  {
    name: 'does not say Allow',
    edits: inServer("{ Allow: Object.keys(route).join(', ') }", '{}'),
    caughtBy: 'every error is',
    saying: /Allow/,
  },
  {
    name: 'shows its stack',
    edits: inServer('status, request_id:', "status, detail: 'at main.mjs:1:2', request_id:"),
    caughtBy: 'every error is',
    saying: /internals/,
  },
  {
    name: 'says 400 to a wrong shape',
    edits: inServer('problem(response, 422)', 'problem(response, 400)'),
    caughtBy: 'every error is',
    saying: /an array: answered 400, not 422/,
  },
  {
    name: 'has no limit for chunks',
    edits: inServer('if (size > LIMIT) return undefined;', ''),
    caughtBy: 'a body over 1 MiB',
    saying: /chunked/,
  },
  {
    name: 'reads a body that it will refuse',
    edits: inServer(
      "if (Number(request.headers['content-length'] ?? 0) > LIMIT) return undefined;",
      '',
    ),
    caughtBy: 'a body over 1 MiB',
    saying: /silent.*\n?.*declared/,
  },
  {
    name: 'refuses exactly 1 MiB',
    edits: inServer('const LIMIT = 1024 * 1024;', 'const LIMIT = 1024 * 1024 - 1;'),
    caughtBy: 'a body over 1 MiB',
    saying: /answered 413, not 200/,
  },
  {
    name: 'takes any request id',
    edits: inServer('/^[A-Za-z0-9._-]{1,128}$/.test(given)', 'given'),
    caughtBy: 'X-Request-ID is taken',
    saying: /returned/,
  },
  {
    name: 'makes every request id itself',
    edits: inServer('/^[A-Za-z0-9._-]{1,128}$/.test(given)', 'false'),
    caughtBy: 'X-Request-ID is taken',
    saying: /replaced by|access line/,
  },
  {
    name: 'ignores traceparent',
    edits: inServer('...(trace ? { trace_id: trace } : {})', ''),
    caughtBy: 'a valid traceparent',
    saying: /4bf92f3577b34da6a3ce929d0e0e4736/,
  },
  {
    name: 'takes any traceparent',
    edits: inServer(
      'trace ? { trace_id: trace } : {}',
      '{ trace_id: (request.headers.traceparent ?? "").split("-")[1] }',
    ),
    caughtBy: 'a valid traceparent',
    saying: /undefined/,
  },
];
