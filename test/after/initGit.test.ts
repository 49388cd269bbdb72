import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { initGit } from '../../src/after/initGit.ts';
import { makeStepFixture, type StepFixture } from './stepFixture.ts';

const FILES = ['.gitattributes', '.gitignore', '.env.example', 'app/main.py', 'run.sh'];
const IDENTITY = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};
const COMMIT = 'git commit -m "Create the project"';

let fixture: StepFixture;

beforeEach(() => {
  fixture = makeStepFixture();
  fixture.write('.gitattributes', '* text=auto eol=lf\n');
  fixture.write('.gitignore', '.env\n*.log\n');
  fixture.write('.env.example', 'PORT=8000\n');
  fixture.write('app/main.py', 'print("hello")\n');
  fixture.write('run.sh', '#!/bin/sh\n', true);
});

afterEach(() => fixture.remove());

const project = (files: readonly string[] = FILES) => ({ directory: fixture.directory, files });

/** Real git, as the user would run it later, without this machine's configuration. */
function git(args: string[], cwd = fixture.directory): string {
  const environment = { PATH: '/usr/bin:/bin', HOME: join(fixture.root, 'home'), ...IDENTITY };
  return execFileSync('git', args, { cwd, env: environment, encoding: 'utf8' }).trimEnd();
}

/** Writes the user's own git configuration. */
function configure(text: string): void {
  writeFileSync(join(fixture.root, 'home', '.gitconfig'), text);
}

/** Writes a program that leaves a trace and fails. */
function trap(name: string): string {
  const path = join(fixture.root, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\ntouch ${fixture.root}/TRAPPED\nexit 1\n`);
  chmodSync(path, 0o755);
  return path;
}

const stagedFiles = () => git(['diff', '--cached', '--name-only']).split('\n').sort();

describe('the first commit', () => {
  it('holds exactly the written files, on main', async () => {
    fixture.write('notes.txt', 'not ours\n');
    fixture.write('.env', 'SECRET=1\n');
    const step = await initGit(project([...FILES, '.env']), fixture.host(IDENTITY));
    expect(step).toEqual({
      id: 'git',
      outcome: 'done',
      message: 'Made a Git repository with a first commit.',
    });
    expect(git(['ls-files']).split('\n').sort()).toEqual([...FILES].sort());
    expect(git(['log', '--format=%an %ae %s'])).toBe('Ada ada@example.com Create the project');
    expect(git(['branch', '--show-current'])).toBe('main');
    expect(git(['status', '--porcelain'])).toBe('?? notes.txt');
  });

  it('has LF and executable bits, whatever core.autocrlf, core.safecrlf and core.fileMode say', async () => {
    configure('[core]\n autocrlf = true\n safecrlf = true\n fileMode = false\n');
    chmodSync(join(fixture.directory, 'run.sh'), 0o644);
    const step = await initGit({ ...project(), executables: ['run.sh'] }, fixture.host(IDENTITY));
    expect(step.outcome).toBe('done');
    expect(git(['ls-files', '-s', 'run.sh'])).toMatch(/^100755 /);
    expect(git(['ls-files', '--eol'])).not.toMatch(/i\/crlf/);
  });

  it('takes files that the user ignores everywhere, and names that look like patterns', async () => {
    configure(`[core]\n excludesFile = ${join(fixture.root, 'ignored')}\n`);
    writeFileSync(join(fixture.root, 'ignored'), '*.py\n');
    fixture.write('a*b.txt', '');
    fixture.write(':(glob)x.txt', '');
    const names = [...FILES, 'a*b.txt', ':(glob)x.txt'];
    expect((await initGit(project(names), fixture.host(IDENTITY))).outcome).toBe('done');
    expect(git(['ls-files']).split('\n')).toHaveLength(names.length);
  });

  it('honours an identity in the configuration that GIT_CONFIG_GLOBAL names', async () => {
    const path = join(fixture.root, 'elsewhere');
    writeFileSync(path, '[user]\n name = Grace\n email = grace@example.com\n');
    expect((await initGit(project(), fixture.host({ GIT_CONFIG_GLOBAL: path }))).outcome).toBe(
      'done',
    );
    expect(git(['log', '--format=%an'])).toBe('Grace');
  });
});

describe('what could run or stop a commit', () => {
  it.each([
    ['core.hooksPath', () => `[core]\n hooksPath = ${join(trap('hooks/pre-commit'), '..')}\n`],
    [
      'init.templateDir',
      () => `[init]\n templateDir = ${join(trap('template/hooks/pre-commit'), '../..')}\n`,
    ],
    ['core.fsmonitor', () => `[core]\n fsmonitor = ${trap('monitor')}\n`],
    [
      'a filter',
      () => {
        writeFileSync(join(fixture.root, 'attributes'), '* filter=trap\n');
        return `[core]\n attributesFile = ${fixture.root}/attributes\n[filter "trap"]\n clean = ${trap('clean')}\n required\n`;
      },
    ],
    ['an editor', () => `[core]\n editor = ${trap('editor')}\n[commit]\n verbose = true\n`],
  ])('%s does neither', async (_, configuration) => {
    configure(configuration());
    expect((await initGit(project(), fixture.host(IDENTITY))).outcome).toBe('done');
    expect(existsSync(join(fixture.root, 'TRAPPED'))).toBe(false);
  });

  it.each(['true', 'yes', '1'])(
    'commit.gpgsign = %s leaves it staged and never asks',
    async (value) => {
      configure(`[commit]\n gpgsign = ${value}\n[gpg]\n program = ${trap('gpg')}\n`);
      const step = await initGit(project(), fixture.host(IDENTITY));
      expect(step).toMatchObject({ outcome: 'failed', repeat: COMMIT });
      expect(step.message).toContain('commit.gpgsign');
      expect(stagedFiles()).toEqual([...FILES].sort());
      expect(existsSync(join(fixture.root, 'TRAPPED'))).toBe(false);
    },
  );

  it('no identity leaves it staged, with the commands that finish it', async () => {
    const step = await initGit(project(), fixture.host());
    expect(step).toMatchObject({
      outcome: 'failed',
      message: 'The files are staged but not committed: Git knows no name and e-mail of yours.',
    });
    expect(stagedFiles()).toEqual([...FILES].sort());
    execFileSync('sh', ['-c', step.repeat ?? 'false'], {
      cwd: fixture.directory,
      env: { PATH: '/usr/bin:/bin', HOME: join(fixture.root, 'home') },
    });
    expect(git(['log', '--format=%an'])).toBe('Your Name');
  });
});

describe('other repositories', () => {
  it('are not touched through GIT_DIR and its kin', async () => {
    const foreign = join(fixture.root, 'foreign');
    git(['init', '--quiet', foreign]);
    const before = execFileSync('find', [
      foreign,
      '-type',
      'f',
      '-exec',
      'sha256sum',
      '{}',
      '+',
    ]).toString();
    const step = await initGit(
      project(),
      fixture.host({
        ...IDENTITY,
        GIT_DIR: join(foreign, '.git'),
        GIT_WORK_TREE: foreign,
        GIT_INDEX_FILE: join(foreign, '.git/index'),
        GIT_OBJECT_DIRECTORY: join(foreign, '.git/objects'),
        GIT_CEILING_DIRECTORIES: fixture.root,
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'core.worktree',
        GIT_CONFIG_VALUE_0: foreign,
      }),
    );
    expect(step.outcome).toBe('done');
    expect(existsSync(join(fixture.directory, '.git/HEAD'))).toBe(true);
    const after = execFileSync('find', [
      foreign,
      '-type',
      'f',
      '-exec',
      'sha256sum',
      '{}',
      '+',
    ]).toString();
    expect(after).toBe(before);
  });

  it('around the project: it is left to them, by name', async () => {
    git(['init', '--quiet'], fixture.root);
    const step = await initGit(project(), fixture.host(IDENTITY));
    expect(step).toEqual({
      id: 'git',
      outcome: 'skipped',
      message: `The project is in the Git repository ${fixture.root}: commit it there.`,
    });
    expect(existsSync(join(fixture.directory, '.git'))).toBe(false);
  });

  it.runIf(process.getuid?.() === 0)('around the project, of another owner', async () => {
    git(['init', '--quiet'], fixture.root);
    execFileSync('chown', ['-R', '12345', join(fixture.root, '.git')]);
    execFileSync('chown', ['12345', fixture.root]);
    const step = await initGit(project(), fixture.host(IDENTITY));
    expect(step.outcome).toBe('skipped');
    expect(step.message).toContain(fixture.root);
  });

  it('of the project itself: kept', async () => {
    git(['init', '--quiet']);
    expect((await initGit(project(), fixture.host(IDENTITY))).outcome).toBe('skipped');
  });

  it.each(['worktree', 'submodule', 'bare repository', 'Git directory', 'broken worktree'])(
    'around the project as a %s: no repository in a repository',
    async (kind) => {
      const outer = join(fixture.root, 'outer');
      git(['init', '--quiet', outer]);
      git(['commit', '--allow-empty', '--quiet', '-m', 'x'], outer);
      const place = placeOf(kind, outer);
      const directory = join(place, 'inner');
      mkdirSync(directory);
      writeFileSync(join(directory, 'a'), 'a\n');
      const step = await initGit({ directory, files: ['a'] }, fixture.host(IDENTITY));
      expect(step.outcome).toBe('skipped');
      expect(step.message).toContain(kind === 'broken worktree' ? outer : place);
      expect(existsSync(join(directory, '.git'))).toBe(false);
    },
  );

  function placeOf(kind: string, outer: string): string {
    const place = join(fixture.root, 'place');
    if (kind === 'bare repository') git(['init', '--quiet', '--bare', place]);
    if (kind === 'Git directory') return join(outer, '.git');
    if (kind === 'worktree') git(['worktree', 'add', '--quiet', place], outer);
    if (kind === 'submodule') {
      git(['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', outer, 'sub'], outer);
      return join(outer, 'sub');
    }
    if (kind === 'broken worktree') {
      mkdirSync(place);
      writeFileSync(join(place, '.git'), `gitdir: ${outer}/.git/worktrees/gone\n`);
    }
    return place;
  }
});

describe('git itself', () => {
  it('is missing: nothing is made, and the message says how to go on', async () => {
    const step = await initGit(project(), fixture.host({ PATH: join(fixture.root, 'tools') }));
    expect(step).toMatchObject({
      outcome: 'failed',
      message: 'No Git repository was made: git was not found on PATH.',
      repeat: `git init && git add --all && ${COMMIT}`,
    });
  });

  it('hangs: it is stopped', async () => {
    fixture.remove();
    fixture = makeStepFixture('git');
    const step = await initGit(project(), fixture.host({ FAKE_GIT: 'sleep' }), 200);
    expect(step).toMatchObject({ outcome: 'failed' });
    expect(step.message).toContain('took too long and was stopped');
  });

  it('fails: its exit code and words are told', async () => {
    fixture.remove();
    fixture = makeStepFixture('git');
    const step = await initGit(project(), fixture.host({ FAKE_GIT: 'fail 69 No licence.' }));
    expect(step).toMatchObject({ outcome: 'failed', exitCode: 69, lastLines: ['No licence.'] });
  });

  it('gets constants, and paths after --, in the project', async () => {
    fixture.remove();
    fixture = makeStepFixture('git');
    const none = 'fail 128 fatal: not a git repository (or any of the parent directories): .git';
    const files = ['-rf', '--exec=x', '$(touch PWNED)'];
    const host = fixture.host({
      FAKE_GIT_REV_PARSE: none,
      GIT_DIR: '/x',
      GIT_TRACE: '1',
      ...IDENTITY,
    });
    await initGit(project(files), host);
    const calls = fixture.calls();
    const add = calls.find(({ argv }) => argv.includes('add'));
    expect(add?.argv.slice(-4)).toEqual(['--', ...files]);
    for (const { cwd, environment } of calls) {
      expect(cwd).toBe(fixture.directory);
      const names = Object.keys(environment).filter((name) => name.startsWith('GIT_'));
      expect(names.sort()).toEqual([...Object.keys(IDENTITY), 'GIT_TERMINAL_PROMPT'].sort());
    }
    expect(readFileSync(join(fixture.root, 'record/1.cwd'), 'utf8').trim()).toBe(fixture.directory);
  });
});
