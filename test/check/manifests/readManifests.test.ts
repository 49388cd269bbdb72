import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ManifestFindings } from '../../../src/check/manifests/manifest.ts';
import { readManifests } from '../../../src/check/manifests/readManifests.ts';

const HASH = `sha256:${'0'.repeat(64)}`;

/** What is found in a folder with these files. */
function found(files: Readonly<Record<string, string>>): readonly ManifestFindings[] {
  const folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return readManifests(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The faults of all manifests. */
const faults = (files: Readonly<Record<string, string>>): readonly string[] =>
  found(files).flatMap((one) => one.faults);

describe('a project without dependencies', () => {
  it('needs no lock', () => {
    expect(found({})).toEqual([]);
    expect(found({ 'package.json': '{ "name": "x" }', 'go.mod': 'module x\n\ngo 1.22\n' })).toEqual(
      [],
    );
    expect(found({ 'pyproject.toml': '[project]\nname = "x"\n' })).toEqual([]);
  });
});

describe('Python', () => {
  const pyproject = '[project]\nname = "x"\ndependencies = ["Flask~=3.1", "ruamel.yaml>=0.18"]\n';
  const locked = `flask==3.1.0 \\\n    --hash=${HASH}\nruamel-yaml==0.18.6 --hash=${HASH} # why\n`;

  it('may be locked by requirements with hashes', () => {
    expect(found({ 'pyproject.toml': pyproject, 'requirements.txt': locked })).toEqual([
      { manifest: 'pyproject.toml', lock: 'requirements.txt', faults: [] },
    ]);
  });

  it('is not locked by a manifest alone', () => {
    expect(faults({ 'pyproject.toml': pyproject })).toEqual([
      'pyproject.toml names 2 dependencies, and no uv.lock, poetry.lock or requirements.txt is there',
    ]);
  });

  it.each([
    'flask',
    'flask>=3',
    'flask==3.*',
    'flask~=3.1',
    'flask==3,<4',
    'flask @ git+https://x.y/z@main',
  ])('is not locked by %s', (requirement) => {
    expect(faults({ 'requirements.txt': `${requirement}\n` })).toEqual([
      'requirements.txt does not pin flask to one version',
    ]);
  });

  it('may leave options, comments and itself in requirements', () => {
    const text = `-r base.txt\n# comment\n--index-url https://x.y\n-e .\n\nflask[async]==3.1.0; python_version > "3" --hash=${HASH}\n`;
    expect(faults({ 'requirements.txt': text })).toEqual([]);
  });

  it('is not locked by versions without hashes', () => {
    expect(faults({ 'requirements.txt': 'flask==3.1.0\nclick==8.1.0\n' })).toEqual([
      'requirements.txt pins versions, and has no hash of flask and 1 more',
    ]);
  });

  it('is out of sync when the lock lacks a name', () => {
    const stale = `flask==3.1.0 --hash=${HASH}\n`;
    expect(faults({ 'pyproject.toml': pyproject, 'requirements.txt': stale })).toEqual([
      'requirements.txt does not have ruamel-yaml, which pyproject.toml names',
    ]);
  });

  it('may be locked by uv', () => {
    const wheels = `wheels = [{ url = "https://x.y/f.whl", hash = "${HASH}" }]`;
    const uv = `[[package]]\nname = "flask"\n${wheels}\n\n[[package]]\nname = "ruamel-yaml"\n${wheels}\n`;
    expect(faults({ 'pyproject.toml': pyproject, 'uv.lock': uv })).toEqual([]);
    expect(faults({ 'pyproject.toml': pyproject, 'uv.lock': uv.replace(HASH, '') })).toEqual([
      'uv.lock has no hash of flask',
    ]);
    expect(faults({ 'pyproject.toml': pyproject, 'uv.lock': '' })).toHaveLength(2);
  });

  it('may be locked by Poetry and by Pipenv', () => {
    const poetry = '[tool.poetry.dependencies]\npython = "^3.11"\nflask = "^3.1"\n';
    const lock = `[[package]]\nname = "Flask"\nfiles = [{ file = "f.whl", hash = "${HASH}" }]\n`;
    expect(faults({ 'pyproject.toml': poetry, 'poetry.lock': lock })).toEqual([]);
    const pipenv = { Pipfile: '[packages]\nflask = "*"\n' };
    expect(faults({ ...pipenv, 'Pipfile.lock': '{ "default": { "flask": {} } }' })).toEqual([]);
    expect(faults({ ...pipenv, 'Pipfile.lock': '{ "default": {} }' })).toHaveLength(1);
    expect(faults(pipenv)).toHaveLength(1);
  });

  it('says that a file can not be read', () => {
    const [one] = found({ 'pyproject.toml': '[project', 'requirements.txt': 'x' });
    expect(one?.unknown).toMatch(/^a manifest of Python or its lock can't be read: /);
  });
});

describe('Node', () => {
  const manifest =
    '{ "dependencies": { "express": "^4.18.0" }, "devDependencies": { "vite": "5" } }';
  const npmLock = (express: string, integrity: string): string =>
    JSON.stringify({
      lockfileVersion: 3,
      packages: {
        '': { dependencies: { express }, devDependencies: { vite: '5' } },
        'node_modules/express': { resolved: 'https://x.y/express.tgz', ...JSON.parse(integrity) },
        'node_modules/own': { resolved: 'packages/own', link: true },
      },
    });

  it('is not locked by package.json alone', () => {
    expect(faults({ 'package.json': manifest })).toEqual([
      'package.json names 2 dependencies, and no lock file is there',
    ]);
  });

  it('may be locked by npm', () => {
    const lock = npmLock('^4.18.0', '{ "integrity": "sha512-x" }');
    expect(faults({ 'package.json': manifest, 'package-lock.json': lock })).toEqual([]);
    const stale = npmLock('^3.0.0', '{ "integrity": "sha512-x" }');
    expect(faults({ 'package.json': manifest, 'package-lock.json': stale })).toEqual([
      'package-lock.json is for express ^3.0.0, package.json wants ^4.18.0',
    ]);
    const bare = npmLock('^4.18.0', '{}');
    expect(faults({ 'package.json': manifest, 'package-lock.json': bare })).toEqual([
      'package-lock.json has no hash of express',
    ]);
  });

  it('may be locked by pnpm', () => {
    const lock = (range: string): string =>
      `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      express:\n        specifier: ${range}\n        version: 4.18.2\n    devDependencies:\n      vite:\n        specifier: '5'\n        version: 5.0.0\n\npackages:\n\n  express@4.18.2:\n    : : not YAML\n`;
    expect(faults({ 'package.json': manifest, 'pnpm-lock.yaml': lock('^4.18.0') })).toEqual([]);
    expect(faults({ 'package.json': manifest, 'pnpm-lock.yaml': lock('^4.0.0') })).toHaveLength(1);
  });

  it('may be locked by Yarn, old and new', () => {
    const one =
      'express@^4.0.0, express@^4.18.0:\n  version "4.18.2"\n\nvite@5:\n  version "5.0.0"\n';
    expect(faults({ 'package.json': manifest, 'yarn.lock': one })).toEqual([]);
    const later = '"express@npm:^4.18.0":\n  version: 4.18.2\n\n"vite@npm:5":\n  version: 5.0.0\n';
    expect(faults({ 'package.json': manifest, 'yarn.lock': later })).toEqual([]);
    expect(faults({ 'package.json': manifest, 'yarn.lock': 'vite@5:\n' })).toEqual([
      'yarn.lock does not have express, which package.json names',
    ]);
  });
});

describe('Go', () => {
  const mod =
    'module x\n\ngo 1.22\n\nrequire (\n\tgithub.com/a/b v1.2.3\n\tgithub.com/c/d v0.1.0 // indirect\n)\n';
  const sum = 'github.com/a/b v1.2.3 h1:x=\ngithub.com/a/b v1.2.3/go.mod h1:y=\n';

  it('has its hashes in go.sum', () => {
    expect(faults({ 'go.mod': mod, 'go.sum': `${sum}github.com/c/d v0.1.0 h1:z=\n` })).toEqual([]);
    expect(faults({ 'go.mod': mod, 'go.sum': sum })).toEqual([
      'go.sum does not have github.com/c/d v0.1.0, which go.mod names',
    ]);
    expect(faults({ 'go.mod': mod })).toHaveLength(1);
  });
});

describe('Rust', () => {
  const cargo = '[dependencies]\nserde = "1"\nmine = { version = "1", package = "theirs" }\n';
  const lock = (checksum: string): string =>
    ['serde', 'theirs']
      .map(
        (name) => `[[package]]\nname = "${name}"\nsource = "registry+https://x.y"\n${checksum}\n`,
      )
      .join('\n');

  it('is locked by Cargo.lock', () => {
    expect(faults({ 'Cargo.toml': cargo, 'Cargo.lock': lock('checksum = "x"') })).toEqual([]);
    expect(faults({ 'Cargo.toml': cargo, 'Cargo.lock': lock('') })).toHaveLength(2);
    expect(faults({ 'Cargo.toml': cargo })).toHaveLength(1);
  });
});

describe('Java', () => {
  const pom = (version: string): string =>
    `<project><dependencies><dependency><artifactId>guava</artifactId><version>${version}</version></dependency></dependencies></project>`;

  it('has no lock, and can have versions that move', () => {
    expect(found({ 'pom.xml': pom('33.0.0-jre') })[0]?.unknown).toMatch(/Maven has no lock/);
    expect(faults({ 'pom.xml': pom('[1,)') })).toEqual(['pom.xml lets guava be of version [1,)']);
  });
});

describe('other languages', () => {
  it('need the lock that is theirs', () => {
    expect(faults({ Gemfile: "gem 'rack'\n" })).toEqual(['Gemfile is there, and no Gemfile.lock']);
    expect(found({ Gemfile: '', 'Gemfile.lock': '' })[0]?.unknown).toMatch(/not compared here/);
    expect(found({ 'build.gradle': '' })[0]).toMatchObject({ faults: [] });
  });
});
