import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { changeDirectory } from '../../src/commit/changeDirectory.ts';
import { bytesId } from '../../src/commit/projectState.ts';
import { publishDirectory } from '../../src/commit/publishDirectory.ts';
import type { Disk } from '../../src/host/disk.ts';
import type { Change } from '../../src/reconcile/change.ts';

/** Paths -> what is there: kind, mode and content. */
export type Snapshot = Readonly<Record<string, string>>;

/** A starting point and what is to be done to it. */
export interface Scenario {
  readonly name: string;
  /** Paths -> contents, below the target; undefined: there is no target. */
  readonly files: Readonly<Record<string, string>> | undefined;
  readonly changes: readonly Change[];
}

const MEMORY = '/dev/shm';

/** A new empty directory, in memory where there is such a place: sweeps make thousands of files. */
export function makeSandbox(): string {
  return mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'ctf-test-'));
}

function describe(path: string): string {
  const stats = lstatSync(path);
  const mode = (stats.mode & 0o7777).toString(8);
  if (stats.isSymbolicLink()) return `link ${readlinkSync(path)}`;
  if (stats.isDirectory()) return `directory ${mode}`;
  return `file ${mode} ${stats.isFile() ? readFileSync(path, 'latin1') : ''}`;
}

/** Everything below a directory; links are not followed. */
export function snapshot(directory: string): Snapshot {
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  return Object.fromEntries(paths.map((path) => [relative(directory, path), describe(path)]));
}

/** What is there but for the name of the owner of an unfinished run. */
export function withoutOwner(found: Snapshot): Snapshot {
  return Object.fromEntries(Object.entries(found).filter(([path]) => !/\/owner-[^/]*$/.test(path)));
}

/** What runs may leave when they are killed, or when even their cleaning up fails. */
export function withoutLeftovers(found: Snapshot): Snapshot {
  const isLeftover = (path: string): boolean =>
    /(^|\/)\.ctf-txn-[^/]*(\/|$)|(^|\/)\.[^/]*\.ctf-[^/]*(\/|$)/.test(path);
  return Object.fromEntries(Object.entries(found).filter(([path]) => !isLeftover(path)));
}

/** Makes a sandbox with the scenario's target, `SANDBOX/my-app`, and a neighbour that must not change. */
export function arrange(scenario: Scenario): { sandbox: string; target: string } {
  const sandbox = makeSandbox();
  const target = join(sandbox, 'my-app');
  writeFileSync(join(sandbox, 'neighbour'), 'not yours');
  makeTarget(scenario, target);
  return { sandbox, target };
}

/** Makes the starting point of a scenario. */
export function makeTarget({ files }: Scenario, target: string): void {
  if (files === undefined) return;
  mkdirSync(target, { mode: 0o750 });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), content);
    if (path.startsWith('bin/')) chmodSync(join(target, path), 0o755);
    if (path.startsWith('old/')) chmodSync(join(target, 'old'), 0o700);
  }
}

/** Does the changes of a scenario to its target. */
export function perform({ files, changes }: Scenario, directory: string, disk: Disk): void {
  const commit = files === undefined ? publishDirectory : changeDirectory;
  commit(changes, directory, disk);
}

export function clear(sandbox: string): void {
  rmSync(sandbox, { recursive: true, force: true });
}

const was = (text: string): string => bytesId(Buffer.from(text));
const project = {
  'README.md': '# old\n',
  'app/main.py': 'main\n',
  'app/gone.py': 'gone\n',
  'old/only.txt': 'only\n',
  'bin/run': '#!/bin/sh\n',
  'mine.txt': 'mine\n',
  '.twelve-factor.json': '{"old":1}\n',
};
const created = (path: string, text: string): Change => ({
  kind: 'create',
  path,
  text,
  executable: path.startsWith('bin/'),
});

const tree: Change[] = [
  created('.twelve-factor.json', '{}\n'),
  created('README.md', '# new\n'),
  created('app/routes/items.py', 'items\n'),
  created('bin/run', '#!/bin/sh\n'),
];

/** A project that every kind of change is done to. */
export const UPDATE: Scenario = {
  name: 'update',
  files: project,
  changes: [
    {
      kind: 'replace',
      path: '.twelve-factor.json',
      text: '{"new":1}\n',
      was: was('{"old":1}\n'),
    },
    { kind: 'merge', path: 'README.md', text: '# new\n', was: was('# old\n') },
    created('app/routes/items.py', 'items\n'),
    { kind: 'delete', path: 'app/gone.py', was: was('gone\n') },
    { kind: 'delete', path: 'old/only.txt', was: was('only\n') },
    { kind: 'replace', path: 'bin/run', text: '#!/bin/sh\n', executable: false },
    { kind: 'keep', path: 'app/main.py' },
    { kind: 'stays-deleted', path: 'app/away.py' },
  ],
};

/** A new project in a directory that exists. */
export const CREATE_HERE: Scenario = { name: 'empty directory', files: {}, changes: tree };

/** A new project in a directory of its own. */
export const CREATE: Scenario = { name: 'absent target', files: undefined, changes: tree };

/** The starting points that every sweep goes through. */
export const SCENARIOS: readonly Scenario[] = [
  CREATE,
  CREATE_HERE,
  { name: 'directory with a file of the user', files: { 'mine.txt': 'mine\n' }, changes: tree },
  UPDATE,
];
