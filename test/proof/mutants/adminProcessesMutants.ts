import { edits, type Mutant } from '../mutant.ts';

export const adminProcessesMutants: readonly Mutant[] = [
  {
    name: 'fails when a release is prepared twice',
    app: 'node',
    breaks: 'admin-processes.release-twice',
    edits: edits('migrate.mjs', [
      "log('info', first === 'OK' ? 'schema is now 1' : 'schema was 1');",
      "if (first !== 'OK') throw new Error('the schema is there already');",
    ]),
    saying: /already|ended with 1/,
  },
  {
    name: 'fails when releases are prepared at the same time',
    app: 'python',
    breaks: 'admin-processes.release-three-at-once',
    edits: edits('guestbook/migrate.py', [
      '        first = Redis(config).command("SET", "guestbook:schema", "1", "NX")\n',
      '        redis = Redis(config)\n        if redis.command("SET", "guestbook:migrating", "1", "NX", "PX", 700) != "OK":\n            raise OSError("another migration is running")\n        __import__("time").sleep(0.6)\n        first = redis.command("SET", "guestbook:schema", "1")\n        redis.command("DEL", "guestbook:migrating")\n',
    ]),
    saying: /another migration|at once|of 3|of three/,
  },
  {
    name: 'prepares the release whenever web starts',
    app: 'node',
    breaks: 'admin-processes.not-at-boot',
    edits: edits('main.mjs', [
      "web: async () => (await import('./web.mjs'))",
      "web: async () => (await import('node:child_process')).execFileSync(process.execPath, ['main.mjs', 'migrate']) && (await import('./web.mjs'))",
    ]),
    saying: /migrate/,
  },
  {
    name: 'runs its release with another environment',
    app: 'python',
    breaks: 'admin-processes.same-environment',
    edits: edits('Procfile', [
      'release: python -m guestbook migrate',
      'release: env REDIS_URL=redis://127.0.0.1:6379/9 python -m guestbook migrate',
    ]),
    saying: /REDIS_URL|environment/,
  },
  {
    name: 'has a task that never ends',
    app: 'node',
    breaks: 'admin-processes.one-off',
    edits: edits('main.mjs', [
      "'check-config': async () => console.log('the environment is valid'),",
      "'check-config': async () => setInterval(() => {}, 1_000),",
    ]),
    saying: /check-config/,
  },
  {
    name: 'has a task that fails in a good environment',
    app: 'python',
    breaks: 'admin-processes.one-off',
    edits: edits('guestbook/__main__.py', [
      '        print("the environment is valid")\n',
      '        sys.exit("no module named settings")\n',
    ]),
    saying: /check-config/,
  },
  {
    name: 'has a console that sees nothing',
    app: 'node',
    breaks: 'admin-processes.console',
    edits: edits('console.mjs', [
      'console.log(inspect(await runInNewContext(expression, { redis, version: config.version })));',
      "throw new Error('not implemented');",
    ]),
    saying: /console|not implemented/,
  },
];
