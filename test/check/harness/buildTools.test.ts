import { describe, expect, it } from 'vitest';
import { isBuildStep, isLibraryLookup } from '../../../src/check/harness/buildTools.ts';

describe('a command that builds', () => {
  it.each([
    'npm ci',
    'npm --silent install',
    'node /usr/bin/npm install --offline',
    'node /usr/lib/node_modules/npm/bin/npm-cli.js run build',
    'pnpm build',
    'yarn run build:css',
    'python3.11 -m pip install -r requirements.txt',
    'python .venv/bin/pip install flask',
    'uv sync',
    'poetry install --no-root',
    'bundle install',
    'go run ./cmd/web',
    'cargo run --release',
    'node node_modules/.bin/tsc --build',
    'next build',
    'gcc -O2 -c x.c',
    'mvn spring-boot:run',
    'sh ./gradlew bootRun',
    'apt-get install -y curl',
  ])('%s', (command) => {
    expect(isBuildStep(command)).toBe(true);
  });
});

describe('a command that does not', () => {
  it.each([
    'npm start',
    'node /usr/bin/npm run start',
    'npm exec-something',
    'node main.mjs web',
    'node build.js',
    'python -m app web',
    'python -m gunicorn app:app',
    'next start',
    'uv run --no-sync gunicorn app:app',
    'poetry run gunicorn app:app',
    'bundle exec puma',
    'go version',
    'pip list',
    'java -jar build/app.jar',
  ])('%s', (command) => {
    expect(isBuildStep(command)).toBe(false);
  });

  it('looks for a library, as Python does', () => {
    const command = 'gcc -Wl,-t -o /tmp/x -lpq';
    expect(isLibraryLookup(command)).toBe(true);
    expect(isBuildStep(command)).toBe(false);
    expect(isLibraryLookup('gcc -O2 -c x.c')).toBe(false);
  });
});
