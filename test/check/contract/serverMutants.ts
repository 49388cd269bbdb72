import { inOpenapi, inServer, type Mutant } from './mutant.ts';

/** Ways to be a bad server: to the document, to broken requests, on its port. */
export const serverMutants: readonly Mutant[] = [
  {
    name: 'documents less than it answers',
    edits: inOpenapi('"422": { "description": "not an object" }', '"499": { "description": "?" }'),
    caughtBy: 'every operation in openapi',
    saying: /post \/echo: 422/,
  },
  {
    name: 'documents a route that it does not have',
    edits: inOpenapi('"/livez": {', '"/gone": {'),
    caughtBy: 'every operation in openapi',
    saying: /get \/gone: 404/,
  },
  {
    name: 'dies of a bad body',
    edits: inServer('return problem(response, 400);', 'process.exit(3);'),
    caughtBy: '55 malformed',
    saying: /: (the process ended|afterwards)/,
  },
  {
    name: 'answers 500 to a bad body',
    edits: inServer('return problem(response, 400);', 'return problem(response, 500);'),
    caughtBy: '55 malformed',
    saying: /answered 500/,
  },
  {
    name: 'accepts requests that can be smuggled',
    edits: inServer('createServer({', 'createServer({ insecureHTTPParser: true,'),
    caughtBy: '55 malformed',
    saying: /answered 200/,
  },
  {
    name: 'dies with a client that vanishes',
    edits: inServer(
      '} catch {\n      if (response.headersSent)',
      '} catch {\n      process.exit(3);\n      if (response.headersSent)',
    ),
    caughtBy: '100 clients',
    saying: /clients that vanish:\n- (the process ended|afterwards)/,
  },
  {
    name: 'listens on loopback',
    edits: inServer("host: '0.0.0.0'", "host: '127.0.0.1'"),
    caughtBy: 'listens on every address',
    saying: /127\.0\.0\.1 \d+/,
  },
  {
    name: 'listens on a second port',
    edits: inServer(
      'let draining = false;',
      'let draining = false;\n  createServer().listen(0).unref();',
    ),
    caughtBy: 'listens on every address',
    saying: /listens elsewhere/,
  },
  {
    name: 'ignores PORT',
    edits: inServer('port: config.port,', 'port: 18234,'),
    caughtBy: 'two instances',
    saying: /waited \d+ ms/,
  },
  {
    name: 'ends with 0 on a taken port',
    edits: inServer('process.exitCode = 1;\n  });', '\n  });'),
    caughtBy: 'a taken port',
    saying: /ended with 0/,
  },
  {
    name: 'does not say which port is taken',
    edits: inServer('port ${config.port} is taken', 'sorry'),
    caughtBy: 'a taken port',
    saying: /what it says/,
  },
];
