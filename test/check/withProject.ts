import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { ExaminedApp } from '../../src/check/app/examinedApp.ts';
import { prepareApp } from '../../src/check/app/prepareApp.ts';
import type { Verdict } from '../../src/check/verdict.ts';
import { examine } from './examineApp.ts';

const GOOD = resolve(import.meta.dirname, '../fixtures/apps/good');

/** A project that is made for a test, and can be committed. */
export class Project {
  constructor(readonly directory: string) {}

  /** Writes a file, and makes it executable when it is a script. */
  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.directory, path)), { recursive: true });
    writeFileSync(join(this.directory, path), text);
    if (text.startsWith('#!')) chmodSync(join(this.directory, path), 0o755);
  }

  /** Replaces a text that a file has. */
  edit(path: string, from: string | RegExp, to: string): void {
    const text = readFileSync(join(this.directory, path), 'utf8');
    const edited = text.replace(from, () => to);
    if (edited === text) throw new Error(`${path} does not have: ${from}`);
    writeFileSync(join(this.directory, path), edited);
  }

  git(...args: readonly string[]): string {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
    return execFileSync('git', [...identity, ...args], { cwd: this.directory, encoding: 'utf8' });
  }

  /** Commits everything that is not ignored, into a repository that is made the first time. */
  commit(): void {
    this.git('init', '--quiet');
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', 'Change');
  }
}

/** Makes a copy of the good app, to be changed by `edit`, and examines it by `use`. */
export async function withProject(
  edit: (project: Project) => void,
  use: (app: ExaminedApp, project: Project) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'check-'));
  const project = new Project(join(folder, 'app'));
  try {
    cpSync(GOOD, project.directory, { recursive: true });
    edit(project);
    const app = await prepareApp(project.directory, pathWithNode(folder), {});
    try {
      await use(app, project);
    } finally {
      await app.end();
      app.place.remove();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** This machine's PATH, and node before it. */
function pathWithNode(folder: string): string {
  mkdirSync(join(folder, 'bin'));
  symlinkSync(process.execPath, join(folder, 'bin', 'node'));
  return `${join(folder, 'bin')}:${process.env.PATH}`;
}

/** What one requirement finds of the good app, changed by `edit`. */
export async function verdictOnGood(
  id: string,
  edit: (project: Project) => void,
): Promise<Verdict> {
  let verdict: Verdict | undefined;
  await withProject(edit, async (app) => {
    verdict = await examine(app, id);
  });
  if (verdict === undefined) throw new Error(`${id} was not examined`);
  return verdict;
}
