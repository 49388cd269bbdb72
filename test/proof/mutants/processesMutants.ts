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
      "const redis = new Redis(config);\n  (await import('node:fs')).mkdirSync('data', { recursive: true });\n  let draining",
    ]),
    saying: /EROFS|read-only|ready/i,
  },
  {
    name: 'counts its visitors in memory',
    app: 'python',
    breaks: 'processes.same-answers',
    edits: edits(
      'guestbook/web.py',
      [
        '(200, {"service": "guestbook", "version": config.version})),',
        '(200, {"service": "guestbook", "version": config.version, "visits": self.visits.append(1) or len(self.visits)})),',
      ],
      [
        '        self.draining = threading.Event()\n',
        '        self.draining = threading.Event()\n        self.visits: list[int] = [0] * (os.getpid() % 1000)\n',
      ],
    ),
    saying: /GET \/|answer/,
  },
];
