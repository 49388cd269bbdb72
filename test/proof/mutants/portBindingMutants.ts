import { edits, type Mutant } from '../mutant.ts';

export const portBindingMutants: readonly Mutant[] = [
  {
    name: 'ignores PORT',
    app: 'node',
    breaks: 'port-binding.port-variable',
    edits: edits('web.mjs', [
      "server.listen({ port: config.port, host: '0.0.0.0' }",
      "server.listen({ port: 18_439, host: '0.0.0.0' }",
    ]),
    saying: /listened on 18439/,
  },
  {
    name: 'binds loopback',
    app: 'python',
    breaks: 'port-binding.every-interface',
    edits: edits('guestbook/web.py', ['("0.0.0.0", config.port)', '("127.0.0.1", config.port)']),
    saying: /127\.0\.0\.1 only/,
  },
  {
    name: 'opens a port for debugging',
    app: 'node',
    breaks: 'port-binding.no-other-port',
    edits: edits('web.mjs', [
      'const redis = new Redis(config);\n  let draining',
      "const redis = new Redis(config);\n  (await import('node:net')).createServer().listen(0, '127.0.0.1').unref();\n  let draining",
    ]),
    saying: /also listened on 127\.0\.0\.1/,
  },
  {
    name: 'goes on without a port when its port is taken',
    app: 'node',
    breaks: 'port-binding.taken-port',
    edits: edits('web.mjs', [
      '    process.exitCode = 1;\n  });\n  server.listen',
      '    setInterval(() => {}, 1_000);\n  });\n  server.listen',
    ]),
    saying: /still ran/,
  },
  {
    name: 'ends with 0 when its port is taken',
    app: 'python',
    breaks: 'port-binding.taken-port',
    edits: edits('guestbook/web.py', ['        sys.exit(1)\n', '        sys.exit(0)\n']),
    saying: /ended with 0/,
  },
];
