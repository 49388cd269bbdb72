import { edits, type Mutant } from '../mutant.ts';

export const codebaseMutants: readonly Mutant[] = [
  {
    name: 'is in no repository',
    app: 'node',
    breaks: 'codebase.repository',
    repository: false,
    saying: /repository|version control/i,
  },
  {
    name: 'has its .env committed',
    app: 'node',
    breaks: 'codebase.no-env-files',
    edits: edits('.gitignore', ['.env\n', '']),
    files: { '.env': 'API_TOKEN=0123456789abcdef\n' },
    saying: /\.env/,
  },
  {
    name: 'has the .env of one deploy committed',
    app: 'python',
    breaks: 'codebase.no-env-files',
    files: { '.env.production': 'REDIS_URL=redis://10.1.2.3:6379/0\n' },
    saying: /\.env\.production/,
  },
  {
    name: "has a provider's key in a file",
    app: 'python',
    breaks: 'codebase.no-secrets',
    files: { 'guestbook/storage.py': `ACCESS_KEY = "${'AKIA'}Z7Q2MXW4T6B3KJ5N"\n` },
    saying: /guestbook\/storage\.py/,
  },
  {
    name: 'had a private key, which its history keeps',
    app: 'node',
    breaks: 'codebase.no-secrets',
    history: {
      'deploy.pem': `-----BEGIN ${'RSA'} PRIVATE KEY-----\n${'MIIEowIBAAKCAQEAvq3Zx8Kp0TzGd9QmJw4eLr7VbNc2sYhUf6iOa1oPkWnXtRjM\n'.repeat(24)}-----END ${'RSA'} PRIVATE KEY-----\n`,
    },
    saying: /deploy\.pem/,
  },
  {
    name: 'needs a file that is not committed',
    app: 'node',
    breaks: 'codebase.boots-from-commit',
    ignored: ['log.mjs'],
    saying: /log\.mjs/,
  },
  {
    name: 'writes a file into its sources when it starts',
    app: 'python',
    breaks: 'codebase.clean-after-run',
    edits: edits('guestbook/web.py', [
      'def serve(config: Config) -> None:\n',
      'def serve(config: Config) -> None:\n    Path("last-start.txt").write_text(str(time.time()))\n',
    ]),
    saying: /last-start\.txt/,
  },
];
