import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckFile } from '../../../src/check/app/checkFile.ts';
import { describeProject } from '../../../src/check/app/describeProject.ts';
import type { CheckedProject } from '../../../src/check/harness/readProject.ts';

/** A folder with these files, as it describes itself. */
function described(files: Readonly<Record<string, string>>, told: CheckFile = {}): CheckedProject {
  const folder = mkdtempSync(join(tmpdir(), 'described-'));
  try {
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    return describeProject(folder, told);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const web = (files: Readonly<Record<string, string>>): unknown =>
  described(files).processes.find(({ name }) => name === 'web')?.argv;

const PROCFILE = 'web: node a\nworker: node b\n';
const DOCKERFILE = 'FROM node:22\nCMD ["node", "c"]\n';
const PACKAGE = '{ "scripts": { "start": "node d" } }';
const COMPOSE =
  'services:\n  db:\n    image: postgres:17\n  api:\n    build: .\n    ports: ["80:80"]\n    command: node "e f"\n';

describe('the command of web', () => {
  it('is that of the check file, then of the Procfile', () => {
    const told = { processes: { web: 'node z', clock: 'node y' } };
    expect(described({ Procfile: PROCFILE }, told).processes).toEqual([
      { name: 'worker', argv: ['node', 'b'] },
      { name: 'web', argv: ['node', 'z'] },
      { name: 'clock', argv: ['node', 'y'] },
    ]);
    expect(web({ Procfile: PROCFILE, Dockerfile: DOCKERFILE })).toEqual(['node', 'a']);
  });

  it('is else that of the image, of the compose file, or of package.json', () => {
    const files = { 'package.json': PACKAGE };
    expect(web(files)).toEqual(['npm', 'start']);
    expect(web({ ...files, 'compose.yaml': COMPOSE })).toEqual(['node', 'e f']);
    expect(web({ ...files, 'compose.yaml': COMPOSE, Dockerfile: DOCKERFILE })).toEqual([
      'node',
      'c',
    ]);
    expect(web({ Dockerfile: DOCKERFILE, Procfile: 'worker: node b\n' })).toEqual(['node', 'c']);
  });

  it('is run by a shell where the image runs it by one', () => {
    expect(web({ Dockerfile: 'FROM node:22\nCMD node main.mjs --port $PORT\n' })).toEqual([
      '/bin/sh',
      '-c',
      'exec node main.mjs --port $PORT',
    ]);
  });

  it('is not guessed from a command for files that only the image has', () => {
    const there = described({ Dockerfile: 'FROM scratch\nENTRYPOINT ["/no-such/server"]\n' });
    expect(there.processes).toEqual([]);
    expect(there.withoutWeb).toBe(
      'the command of the Dockerfile needs /no-such/server, which is not there',
    );
  });

  it('is not guessed from one that compose would fill in, or from one of two services', () => {
    const filledIn = COMPOSE.replace('"e f"', '${FILE}');
    expect(described({ 'compose.yaml': filledIn }).withoutWeb).toMatch(/variables that compose/);
    const two = `${COMPOSE}  other:\n    build: .\n    ports: ["81:81"]\n`;
    expect(described({ 'compose.yaml': two }).withoutWeb).toMatch(/^no Procfile, Dockerfile/);
  });

  it('is unknown where nothing tells it', () => {
    expect(described({}).withoutWeb).toMatch(/tells what web runs$/);
    expect(described({ 'package.json': '{}' }).withoutWeb).toMatch(/tells what web runs$/);
  });

  it('is not looked for in a file that is broken', () => {
    expect(() => described({ 'package.json': '{' })).toThrow(/package\.json can't be understood/);
    expect(() => described({ 'compose.yaml': 'a: [' })).toThrow(
      /compose\.yaml can't be understood/,
    );
  });
});
