import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../../src/check/secrets/findSecrets.ts';

const kinds = (text: string, path = 'config.py'): readonly string[] =>
  findSecrets(text, path).map(({ kind }) => kind);

/** So many characters that were drawn, without vowels: by chance, none make a word. */
const drawn = (length: number): string =>
  randomBytes(3 * length)
    .toString('base64')
    .replace(/[^A-Za-z0-9]|[aeiou]/gi, '')
    .replace(/^.{2}/, 'k7')
    .slice(0, length);

describe('what is a secret', () => {
  it.each([
    ['an AWS access key', `AKIA${drawn(16).toUpperCase()}`],
    ['a GitHub token', `github_pat_${drawn(82)}`],
    ['a GitLab token', `glpat-${drawn(20)}`],
    ['a Slack token', `xoxb-${drawn(12)}-${drawn(24)}`],
    ['a Stripe key', `sk_live_${drawn(24)}`],
    ['an npm token', `npm_${drawn(36)}`],
    ['a SendGrid key', `SG.${drawn(22)}.${drawn(43)}`],
  ])('%s, wherever it is', (kind, token) => {
    expect(kinds(`call("${token}")`)).toEqual([kind]);
    expect(kinds(`Use ${token} for that.`, 'README.md')).toEqual([kind]);
  });

  it.each(['rsa', 'ed25519'] as const)('a private key of %s', (type) => {
    const { privateKey } = generateKeyPairSync(type as 'rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(kinds(pem)).toEqual(['a private key']);
    expect(kinds(JSON.stringify({ key: pem }))).toEqual(['a private key']);
  });

  it('a password in the URL of a machine', () => {
    expect(kinds(`postgres://app:${drawn(12)}@db.prod.acme.io/app`)).toEqual([
      'a URL with a password',
    ]);
  });

  it.each([
    (value: string) => `SECRET_KEY = "${value}"`,
    (value: string) => `  apiKey: '${value}',`,
    (value: string) => `DB_PASSWORD=${value}`,
    (value: string) => `"client_secret": "${value}"`,
  ])('a value that was drawn, given to a name of a secret', (line) => {
    expect(kinds(line(drawn(32)))).toEqual(['a secret value']);
    expect(kinds(line(randomBytes(16).toString('hex')))).toEqual(['a secret value']);
  });
});

describe('what is none', () => {
  it.each([
    'AKIAIOSFODNN7EXAMPLE',
    'token = os.environ["API_TOKEN"]',
    'password: "${DATABASE_PASSWORD}"',
    "SECRET_KEY = 'django-insecure-4f8z#'",
    'secret_key: change-me-in-production-please',
    'const tokenPattern = "ghp_[A-Za-z0-9]{36}"',
    'if line.startswith("-----BEGIN RSA PRIVATE KEY-----"):',
    'token = "getElementById2FromTheDocument"'.replace('2', ''),
    'postgres://app:app@db.acme.io/app',
    'postgres://user:hunter2hunter2@localhost:5432/app',
    'postgres://user:hunter2hunter2@database:5432/app',
    'https://user:hunter2hunter2@example.com/',
    'redis://:${REDIS_PASSWORD}@cache.acme.io:6379',
    'PASSWORD_RESET_TIMEOUT = 259200',
    'password_validators = "django.contrib.auth.password_validation"',
    'token: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1"',
  ])('%s', (line) => {
    expect(kinds(line)).toEqual([]);
  });

  it('a value that a document or an example shows', () => {
    const line = `SECRET_KEY=${drawn(32)}`;
    expect(kinds(line, 'README.md')).toEqual([]);
    expect(kinds(line, '.env.example')).toEqual([]);
  });
});

describe('a file that was made to keep the search busy', () => {
  it.each(['secret=', 'a'.repeat(20), '-----BEGIN PRIVATE KEY-----\n', 'a://', 'x_token: "', ' '])(
    'takes less than a second of %j',
    (part) => {
      const text = part.repeat(Math.ceil((1024 * 1024) / part.length));
      const before = performance.now();
      findSecrets(text, 'config.py');
      expect(performance.now() - before).toBeLessThan(5_000);
    },
  );
});
