import { edits, type Mutant } from '../mutant.ts';

export const dependenciesMutants: readonly Mutant[] = [
  {
    name: 'declares a package that its lock does not have',
    app: 'node',
    breaks: 'dependencies.locked',
    edits: edits('package.json', [
      '"scripts"',
      '"dependencies": {\n    "left-pad": "^1.3.0"\n  },\n  "scripts"',
    ]),
    saying: /left-pad/,
  },
  {
    name: 'names its packages without versions',
    app: 'python',
    breaks: 'dependencies.locked',
    files: { 'requirements.txt': 'flask\ngunicorn>=20\n' },
    saying: /flask/,
  },
  {
    name: 'builds on whatever image is the latest',
    app: 'node',
    breaks: 'dependencies.pinned-base',
    edits: edits('Dockerfile', ['FROM node:24-slim', 'FROM node:latest']),
    saying: /node:latest/,
  },
  {
    name: 'builds on an image without a tag',
    app: 'python',
    breaks: 'dependencies.pinned-base',
    edits: edits('Dockerfile', ['FROM python:3.13-slim', 'FROM python']),
    saying: /python/,
  },
  {
    name: 'needs a tool of the machine to start',
    app: 'node',
    breaks: 'dependencies.isolated',
    edits: edits('web.mjs', [
      'export async function serve(config, log, onStop) {\n',
      "export async function serve(config, log, onStop) {\n  (await import('node:child_process')).execFileSync('git', ['--version']);\n",
    ]),
    saying: /with node alone on PATH/,
  },
  {
    name: 'calls a tool of the machine to answer',
    app: 'python',
    breaks: 'dependencies.no-foreign-program',
    edits: edits('guestbook/web.py', [
      '("GET", r"/", lambda _body, _id: (200, {"service": "guestbook", "version": config.version})),',
      '("GET", r"/", lambda _body, _id: (200, {"service": "guestbook", "version": config.version, "on": __import__("subprocess").run(["git", "--version"], check=False, capture_output=True).returncode})),',
    ]),
    saying: /git/,
  },
];
