import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inspectTarget } from '../../src/commands/inspectTarget.ts';
import { planCreate } from '../../src/commands/planCreate.ts';
import { contentId } from '../../src/commit/projectState.ts';
import { nodeDisk } from '../../src/host/disk.ts';
import { planProject } from '../../src/plan/planProject.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { houseCatalog } from '../catalog/houseCatalog.ts';

const answers = {
  directory: 'orders',
  name: 'orders',
  description: 'Takes orders',
  stack: 'lantern',
  services: ['brook'],
  targets: [],
};
const plan = planProject(answers, houseCatalog);

/** Plans a project for a directory that holds these files; for none that there is none. */
function planInto(files?: Readonly<Record<string, string>>) {
  const cwd = mkdtempSync(join(tmpdir(), 'plan-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  const directory = join(cwd, 'orders');
  if (files) mkdirSync(directory);
  for (const [path, text] of Object.entries(files ?? {})) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const target = inspectTarget('orders', { cwd, home: '/nowhere', program: '/nowhere' }, nodeDisk);
  return planCreate(answers, target, houseCatalog, nodeDisk);
}

describe('a new project', () => {
  it('is every file of the plan, and the state last', async () => {
    const { changes } = await planInto();
    expect(changes.map(({ kind, path }) => [kind, path])).toEqual([
      ...[...plan.keys()].map((path) => ['create', path]),
      ['create', '.twelve-factor.json'],
    ]);
  });

  it('is what reconciling with nothing gives', async () => {
    const { changes } = await planInto();
    expect(changes.slice(0, -1)).toEqual(reconcile(new Map(), new Map(), plan, contentId));
  });

  it('remembers its answers and the ids of its files, and nothing of the machine', async () => {
    const state = JSON.parse((await planInto()).changes.at(-1)?.text ?? '');
    expect(state.answers).toEqual({
      name: 'orders',
      description: 'Takes orders',
      stack: 'lantern',
      services: ['brook'],
      targets: [],
    });
    expect(Object.keys(state.files)).toEqual([...plan.keys()]);
    expect(state.files['pages/fold.sh'].executable).toBe(true);
    expect(JSON.stringify(state)).not.toContain(tmpdir());
  });
});

describe('an existing directory', () => {
  it.each([
    ['nothing', {}],
    ['a repository', { '.git/HEAD': 'x', '.github/CODEOWNERS': 'x' }],
    ['a licence and an editor', { LICENSE: 'x', '.vscode/settings.json': 'x' }],
    ['documents', { 'docs/why.md': 'x' }],
  ])('that holds %s is no obstacle', async (_, files) => {
    const kinds = new Set((await planInto(files)).changes.map(({ kind }) => kind));
    expect([...kinds]).toEqual(['create']);
  });

  it('keeps a file that is already as it should be', async () => {
    const procfile = plan.get('Procfile')?.text ?? '';
    const kept = (await planInto({ Procfile: procfile, '.git/HEAD': 'x' })).changes.filter(
      ({ kind }) => kind === 'keep',
    );
    expect(kept.map(({ path }) => path)).toEqual(['Procfile']);
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'a file of ours with other text',
      { 'README.md': 'mine' },
      'The directory is not empty: README.md',
    ],
    ['a stranger', { 'index.js': 'x' }, 'The directory is not empty: index.js'],
    ['a workflow of ours', { '.github/workflows/ci.yml': 'x' }, '.github/workflows/ci.yml'],
    ['a project', { '.twelve-factor.json': '{}' }, 'There is a twelve-factor project'],
    [
      'many things',
      { a: '', b: '', c: '', d: '', e: '', f: '', g: '' },
      'The directory is not empty: a, b, c, d, e and 2 more',
    ],
  ])('that holds %s is refused', async (_, files, message) => {
    await expect(planInto(files)).rejects.toThrow(
      expect.objectContaining({ exitCode: 3, message: expect.stringContaining(message) }),
    );
  });
});
