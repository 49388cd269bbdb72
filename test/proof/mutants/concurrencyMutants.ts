import { edits, type Mutant } from '../mutant.ts';

export const concurrencyMutants: readonly Mutant[] = [
  {
    name: 'does not run its worker where it is developed',
    app: 'node',
    breaks: 'concurrency.process-types',
    edits: edits('compose.yaml', [
      '  worker:\n    build: .\n    command: ["node", "main.mjs", "worker"]\n    environment: *environment\n    depends_on:\n      - redis\n',
      '',
    ]),
    saying: /worker/,
  },
  {
    name: 'lets only one instance run',
    app: 'python',
    breaks: 'concurrency.two-of-each',
    edits: edits('guestbook/web.py', [
      'def serve(config: Config) -> None:\n',
      'def serve(config: Config) -> None:\n    import fcntl\n    import tempfile\n\n    lock = open(Path(tempfile.gettempdir()) / "web.lock", "w")\n    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)\n',
    ]),
    saying: /web|second|two/,
  },
  {
    name: 'goes into the background',
    app: 'node',
    breaks: 'concurrency.foreground',
    edits: edits('main.mjs', [
      'const task = tasks[process.argv[2]];\n',
      "if (process.argv[2] === 'web' && process.argv[3] === undefined) {\n  const { spawn } = await import('node:child_process');\n  spawn(process.execPath, [process.argv[1], 'web', 'daemon'], { detached: true, stdio: 'ignore' }).unref();\n  process.exit(0);\n}\nconst task = tasks[process.argv[2]];\n",
    ]),
    saying: /background|foreground|ended|daemon/,
  },
  {
    name: 'writes a PID file',
    app: 'python',
    breaks: 'concurrency.no-pid-file',
    edits: edits('guestbook/web.py', [
      'def serve(config: Config) -> None:\n',
      'def serve(config: Config) -> None:\n    import tempfile\n\n    (Path(tempfile.gettempdir()) / f"guestbook-{config.port}.pid").write_text(f"{os.getpid()}\\n")\n',
    ]),
    saying: /\.pid/,
  },
  {
    name: 'gives a job to every worker that looks',
    app: 'node',
    breaks: 'concurrency.jobs-once',
    edits: edits('worker.mjs', [
      "const id = await redis.block(WAIT_S * 1000, 'BLMOVE', QUEUE, handKey(worker), 'RIGHT', 'LEFT', WAIT_S);\n      if (id !== null) await doJob(redis, worker, id, log);",
      "const id = await redis.command('LINDEX', QUEUE, -1);\n      if (id === null) await pause(20);\n      else {\n        await doJob(redis, worker, id, log);\n        await redis.command('LREM', QUEUE, -1, id);\n      }",
    ]),
    saying: /attempt|twice|once|more than/,
  },
];
