import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installedIn, type Place, placeProject } from '../../../src/check/app/placeProject.ts';

let folder: string;
let place: Place | undefined;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'to-be-placed-')));
});

afterEach(() => {
  place?.remove();
  rmSync(folder, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const read = (...path: readonly string[]): string => readFileSync(join(...path), 'utf8');

describe('a project in its place', () => {
  it('has its files and what is installed, and neither a .env nor caches', async () => {
    write('main.mjs', '1');
    write('.env', 'A=1');
    write('__pycache__/main.pyc', '');
    write('node_modules/a/index.js', '2');
    place = await placeProject(folder, installedIn({}));
    expect(read(place.directory, 'main.mjs')).toBe('1');
    expect(read(place.directory, 'node_modules/a/index.js')).toBe('2');
    for (const path of ['.env', '__pycache__'])
      expect(existsSync(join(place.directory, path))).toBe(false);
  });

  it('has a virtual environment that is its own, whatever path it was made by', async () => {
    const link = `${folder}-link`;
    symlinkSync(folder, link);
    try {
      write('.venv/pyvenv.cfg', `home = /usr/bin\ncommand = python -m venv ${folder}/.venv\n`);
      write('.venv/bin/gunicorn', `#!${link}/.venv/bin/python\nimport sys\n`);
      write('.venv/lib/python3.11/site-packages/app.pth', `${folder}/src\n`);
      write('.venv/lib/python3.11/site-packages/app/notes.txt', `${folder}/src\n`);
      place = await placeProject(link, installedIn({}));
      expect(lstatSync(place.directory).isDirectory()).toBe(true);
      const there = join(place.directory, '.venv');
      expect(read(there, 'bin/gunicorn')).toBe(`#!${there}/bin/python\nimport sys\n`);
      expect(read(there, 'pyvenv.cfg')).toContain(`venv ${there}\n`);
      const packages = join(there, 'lib/python3.11/site-packages');
      expect(read(packages, 'app.pth')).toBe(`${place.directory}/src\n`);
      expect(read(packages, 'app/notes.txt')).toBe(`${folder}/src\n`);
      expect(read(folder, '.venv/bin/gunicorn')).toContain(link);
    } finally {
      rmSync(link);
    }
  });

  it('can be copied again, with what is installed shared or without it', async () => {
    write('main.mjs', '1');
    write('node_modules/a/index.js', '2');
    place = await placeProject(folder, installedIn({}));
    const shared = place.copy('shared');
    expect(read(shared, 'main.mjs')).toBe('1');
    expect(realpathSync(join(shared, 'node_modules'))).toBe(join(place.directory, 'node_modules'));
    expect(existsSync(join(place.bareCopy('bare'), 'node_modules'))).toBe(false);
  });

  it('leaves nothing when it is removed', async () => {
    write('main.mjs', '1');
    place = await placeProject(folder, installedIn({}));
    place.copy('again');
    place.remove();
    expect(existsSync(place.root)).toBe(false);
  });
});
