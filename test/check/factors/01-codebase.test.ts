import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { examine } from '../examineApp.ts';
import { Project, verdictOnGood, withProject } from '../withProject.ts';

// Each of these starts an app several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const committed = (project: Project): void => project.commit();

/** Drawn anew, so that no scanner finds one in this file. */
const token = (): string => `ghp_${randomBytes(18).toString('hex')}`;

describe('codebase.repository', () => {
  it('holds for a project with a commit', async () => {
    const verdict = await verdictOnGood('codebase.repository', committed);
    expect(verdict).toMatchObject({ status: 'holds' });
    expect(verdict.observed).toMatch(/^commit [0-9a-f]{12} has 7 files of it$/);
  });

  it('is broken without a repository', async () => {
    const verdict = await verdictOnGood('codebase.repository', () => undefined);
    expect(verdict).toMatchObject({ status: 'broken' });
  });

  it('is not checked before the first commit', async () => {
    const verdict = await verdictOnGood('codebase.repository', (project) => {
      project.git('init', '--quiet');
    });
    expect(verdict).toMatchObject({
      status: 'not-checked',
      observed: 'its repository has no commit yet',
    });
  });

  it('is not checked in another system than git', async () => {
    const verdict = await verdictOnGood('codebase.repository', ({ directory }) => {
      mkdirSync(join(directory, '.hg'));
    });
    expect(verdict.observed).toMatch(/Mercurial/);
  });

  it('says what is not committed, and so not checked', async () => {
    const verdict = await verdictOnGood('codebase.repository', (project) => {
      project.commit();
      project.write('new.mjs', '');
    });
    expect(verdict.observed).toMatch(/1 uncommitted changes are not$/);
    expect(verdict.evidence).toEqual(['?? new.mjs']);
  });
});

describe('codebase.no-env-files', () => {
  it('holds with an example', async () => {
    const verdict = await verdictOnGood('codebase.no-env-files', committed);
    expect(verdict).toMatchObject({ status: 'holds' });
  });

  it('is broken by a committed .env, and names its variables only', async () => {
    const verdict = await verdictOnGood('codebase.no-env-files', (project) => {
      project.write('.env', 'API_TOKEN=hunter2hunter2\n# NOTE=1\nEMPTY=\n');
      project.commit();
    });
    expect(verdict).toMatchObject({
      status: 'broken',
      observed: '.env is committed, and sets API_TOKEN',
    });
  });

  it('lets a .env that is ignored lie there', async () => {
    const verdict = await verdictOnGood('codebase.no-env-files', (project) => {
      project.write('.gitignore', '.env\n');
      project.write('.env', 'API_TOKEN=hunter2hunter2\n');
      project.commit();
    });
    expect(verdict).toMatchObject({ status: 'holds' });
  });

  it.each(['tests/.env', '.env.test', '.env.sample', 'docs/examples/.env'])(
    'lets %s be committed',
    async (path) => {
      const verdict = await verdictOnGood('codebase.no-env-files', (project) => {
        project.write(path, 'API_TOKEN=something\n');
        project.commit();
      });
      expect(verdict).toMatchObject({ status: 'holds' });
    },
  );
});

describe('codebase.no-secrets', () => {
  it('holds for an app with examples of secrets', async () => {
    const verdict = await verdictOnGood('codebase.no-secrets', committed);
    expect(verdict).toMatchObject({ status: 'holds' });
  });

  it('is broken by a token in a file, which it does not show', async () => {
    const secret = token();
    const verdict = await verdictOnGood('codebase.no-secrets', (project) => {
      project.write('client.mjs', `\nexport const key = '${secret}';\n`);
      project.commit();
    });
    expect(verdict).toMatchObject({
      status: 'broken',
      observed: 'client.mjs:2: a GitHub token',
    });
    expect(JSON.stringify(verdict)).not.toContain(secret);
  });

  it('is broken by a token that an earlier commit had', async () => {
    const verdict = await verdictOnGood('codebase.no-secrets', (project) => {
      project.write('client.mjs', `export const key = '${token()}';\n`);
      project.commit();
      project.write('client.mjs', 'export const key = process.env.KEY;\n');
      project.commit();
    });
    expect(verdict.observed).toMatch(/^commit [0-9a-f]+: client\.mjs: a GitHub token$/);
  });

  it('is broken by a token on another branch', async () => {
    const verdict = await verdictOnGood('codebase.no-secrets', (project) => {
      project.commit();
      project.git('checkout', '--quiet', '-b', 'try');
      project.write('client.mjs', `export const key = '${token()}';\n`);
      project.commit();
      project.git('checkout', '--quiet', '-');
    });
    expect(verdict).toMatchObject({ status: 'broken' });
  });
});

describe('codebase.boots-from-commit', () => {
  it('holds for an app that is all committed', async () => {
    const verdict = await verdictOnGood('codebase.boots-from-commit', committed);
    expect(verdict).toMatchObject({ status: 'holds' });
  });

  it('is broken when a file that is needed is not committed', async () => {
    const verdict = await verdictOnGood('codebase.boots-from-commit', (project) => {
      project.write('.gitignore', 'config.mjs\n');
      project.commit();
    });
    expect(verdict).toMatchObject({ status: 'broken' });
    expect(verdict.evidence?.join('\n')).toMatch(/config\.mjs/);
  });

  const builtIn = (folder: string, told: object) => (project: Project) => {
    project.edit('main.mjs', './config.mjs', `./${folder}/config.mjs`);
    project.write('.gitignore', `${folder}/\n`);
    project.write('twelve-factor.check.json', JSON.stringify(told));
    project.write(
      `${folder}/config.mjs`,
      `export * from '${folder.replace(/[^/]+/g, '..')}/config.mjs';\n`,
    );
    project.commit();
  };

  it('holds when what is left out is said to be built', async () => {
    const verdict = await verdictOnGood(
      'codebase.boots-from-commit',
      builtIn('made/here', { built: ['made/here'] }),
    );
    expect(verdict).toMatchObject({ status: 'holds' });
  });

  it('is not checked when a folder that is left out may be built', async () => {
    const verdict = await verdictOnGood('codebase.boots-from-commit', builtIn('made', {}));
    expect(verdict).toMatchObject({ status: 'not-checked' });
  });

  it('is not checked when the app does not start at all', async () => {
    const verdict = await verdictOnGood('codebase.boots-from-commit', (project) => {
      project.write('main.mjs', 'process.exit(1);');
      project.commit();
    });
    expect(verdict).toMatchObject({ status: 'not-checked' });
  });
});

describe('codebase.clean-after-run', () => {
  const writing = (file: string) => (project: Project) => {
    project.edit('main.mjs', /^/, `(await import('node:fs')).writeFileSync('${file}', 'x');\n`);
    project.write('.gitignore', '*.log\n');
    project.commit();
  };

  it('holds for an app that writes nothing', async () => {
    const verdict = await verdictOnGood('codebase.clean-after-run', (project) => {
      const told = { admin: { 'check-config': 'node main.mjs check-config' } };
      project.write('twelve-factor.check.json', JSON.stringify(told));
      project.commit();
    });
    expect(verdict).toMatchObject({
      status: 'holds',
      observed: 'git status is clean after: web, check-config',
    });
  });

  it('is broken by a file that a run leaves, and by one that it changes', async () => {
    const left = await verdictOnGood('codebase.clean-after-run', writing('seen.txt'));
    expect(left.observed).toBe('git status shows seen.txt after a run');
    const changed = await verdictOnGood('codebase.clean-after-run', writing('Procfile'));
    expect(changed.observed).toBe('git status shows Procfile after a run');
  });

  it('lets a run leave what is ignored', async () => {
    const verdict = await verdictOnGood('codebase.clean-after-run', writing('seen.log'));
    expect(verdict).toMatchObject({ status: 'holds' });
  });

  it('is not checked without a repository', async () => {
    const verdict = await verdictOnGood('codebase.clean-after-run', () => undefined);
    expect(verdict).toMatchObject({ status: 'not-checked' });
  });
});

describe('a part of a larger repository', () => {
  it('is what is committed of it', async () => {
    const edit = (project: Project): void => {
      const whole = new Project(join(project.directory, '..'));
      whole.write('.gitignore', '*.log\n');
      whole.commit();
      project.edit('main.mjs', /^/, "(await import('node:fs')).writeFileSync('a.log', 'x');\n");
      whole.git('commit', '--quiet', '--all', '--message', 'Write a log');
    };
    await withProject(edit, async (app) => {
      expect(await examine(app, 'codebase.repository')).toMatchObject({ status: 'holds' });
      expect(await examine(app, 'codebase.boots-from-commit')).toMatchObject({ status: 'holds' });
      expect(await examine(app, 'codebase.clean-after-run')).toMatchObject({ status: 'holds' });
    });
  });
});
