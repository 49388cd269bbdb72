import { edits, type Mutant } from '../mutant.ts';

export const parityMutants: readonly Mutant[] = [
  {
    name: 'is run in another way where it is developed',
    app: 'node',
    breaks: 'parity.same-command',
    edits: edits('compose.yaml', [
      '["node", "main.mjs", "web"]',
      '["node", "--watch", "main.mjs", "web"]',
    ]),
    saying: /--watch/,
  },
  {
    name: 'is run in another way in its image',
    app: 'python',
    breaks: 'parity.same-command',
    edits: edits('Dockerfile', ['["python", "-m"', '["python", "-X", "dev", "-m"']),
    saying: /-X dev/,
  },
  {
    name: 'shows another interface in its image',
    app: 'node',
    breaks: 'parity.same-interface',
    edits: [
      ...edits('Dockerfile', ['"main.mjs", "web"]', '"main.mjs", "web", "--demo"]']),
      ...edits('web.mjs', [
        "const openapi = JSON.parse(readFileSync(new URL('./openapi.json', import.meta.url), 'utf8'));",
        "const openapi = JSON.parse(readFileSync(new URL('./openapi.json', import.meta.url), 'utf8'));\nif (process.argv.includes('--demo')) delete openapi.paths['/jobs'];",
      ]),
    ],
    saying: /openapi|interface|differ/i,
  },
  {
    name: 'tests with another version of its database',
    app: 'node',
    breaks: 'parity.same-services',
    edits: edits('.github/workflows/ci.yml', ['image: redis:8.2', 'image: redis:7.2']),
    saying: /7\.2/,
  },
  {
    name: 'takes a file for a database',
    app: 'python',
    breaks: 'parity.no-other-database',
    edits: [
      ...edits('guestbook/config.py', [
        'parts.scheme == "redis" and bool(parts.hostname)',
        '(parts.scheme == "sqlite" or bool(parts.hostname))',
      ]),
      ...edits('guestbook/resp.py', [
        '        self._local = threading.local()\n',
        '        self._local = threading.local()\n        if self._url.scheme == "sqlite":\n            import sqlite3\n\n            self._file = sqlite3.connect(self._url.path, check_same_thread=False)\n            self._file.execute("CREATE TABLE IF NOT EXISTS notes (text)")\n',
      ]),
    ],
    saying: /SQLite|database/i,
  },
];
