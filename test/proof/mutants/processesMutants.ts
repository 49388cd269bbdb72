import { edits, type Mutant } from '../mutant.ts';

const KEEP_IN_MEMORY = edits(
  'web.mjs',
  ["redis.command('LRANGE', NOTES, 0, 99)", 'kept'],
  ["await redis.command('LPUSH', NOTES, text);", 'kept.unshift(text);'],
  ["const NOTES = 'guestbook:notes';", 'const kept = [];'],
);

export const processesMutants: readonly Mutant[] = [
  {
    name: 'keeps its notes in memory',
    app: 'node',
    breaks: 'processes.shares-state',
    edits: KEEP_IN_MEMORY,
    saying: /notes/,
  },
  {
    name: 'keeps its notes in memory',
    app: 'node',
    breaks: 'processes.survives-kill',
    edits: KEEP_IN_MEMORY,
    saying: /notes/,
  },
  {
    name: 'writes what it is sent to its disk',
    app: 'python',
    breaks: 'processes.writes-nothing',
    edits: edits('guestbook/web.py', [
      '    def add_note(self, text: str) -> Answer:\n',
      '    def add_note(self, text: str) -> Answer:\n        Path("uploads").mkdir(exist_ok=True)\n        (Path("uploads") / str(uuid.uuid4())).write_text(text)\n',
    ]),
    saying: /uploads/,
  },
  {
    name: 'needs to write beside its sources to start',
    app: 'node',
    breaks: 'processes.read-only-root',
    edits: edits('web.mjs', [
      'const redis = new Redis(config);\n  let draining',
      "const redis = new Redis(config);\n  (await import('node:fs')).writeFileSync('started', '');\n  let draining",
    ]),
    saying: /EROFS|read-only|ready/i,
  },
  {
    name: 'has one instance that is more than the others',
    app: 'python',
    breaks: 'processes.same-answers',
    edits: edits(
      'guestbook/web.py',
      [
        '(200, {"service": "guestbook", "version": config.version})),',
        '(200, {"service": "guestbook", "version": config.version} | self.role)),',
      ],
      [
        '        self.draining = threading.Event()\n',
        '        self.draining = threading.Event()\n        self.role = {"leader": True} if leads() else {}\n',
      ],
      [
        'def problem(status: int) -> Answer:\n',
        'def leads() -> bool:\n    import fcntl\n    import tempfile\n\n    global lock\n    lock = open(Path(tempfile.gettempdir()) / "leader", "w")\n    try:\n        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)\n    except OSError:\n        return False\n    return True\n\n\ndef problem(status: int) -> Answer:\n',
      ],
    ),
    saying: /GET \/|answer/,
  },
];
