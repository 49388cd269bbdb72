'use strict';
// Installs and builds what is missing, so that one command works on a fresh clone.
const { execSync } = require('node:child_process');
const { existsSync, statSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const run = (command) => execSync(command, { cwd: root, stdio: ['ignore', 2, 2] });
const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/** The newest change below a folder, in milliseconds since 1970. */
function newest(folder) {
  return Math.max(
    ...readdirSync(folder, { withFileTypes: true, recursive: true }).map((entry) =>
      modified(join(entry.parentPath ?? entry.path, entry.name)),
    ),
  );
}

const installed = modified(join(root, 'node_modules', '.package-lock.json'));
if (installed < modified(join(root, 'package-lock.json'))) run('npm ci --no-audit --no-fund');
const built = modified(join(root, 'dist', 'entry.cjs'));
const manifests = ['package.json', 'package-lock.json'].map((name) => modified(join(root, name)));
if (
  built <
  Math.max(
    ...manifests,
    newest(join(root, 'src')),
    newest(join(root, 'templates')),
    newest(join(root, 'build')),
  )
)
  run('npm run --silent build');
