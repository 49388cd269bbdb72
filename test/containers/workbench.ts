import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Builder } from './engine.ts';

const PROGRAM = join(import.meta.dirname, '../../bin/create-twelve-factor.cjs');

/** How a program ended. */
interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs. */
interface Running {
  readonly ended: Promise<Ending>;
  /** What it has printed so far, on both streams. */
  printed(): string;
  signal(signal: NodeJS.Signals): void;
}

type Variables = Readonly<Record<string, string>>;

/** A folder for one test file, the programs it runs, and the removal of all that came of them. */
export interface Workbench {
  readonly root: string;
  /** A name that no other run uses. Containers and images whose name or command holds it are removed at the end. */
  readonly name: string;
  /** Runs the program that is tested, for the Flask stack, from the root. */
  create(directory: string, switches: readonly string[], environment?: Variables): Running;
  run(argv: readonly string[], environment?: Variables, cwd?: string): Running;
  /** The output of a docker command that must work. */
  docker(...args: readonly string[]): Promise<string>;
  /**
   * The environment in which `docker` is this builder's client. `addLine` stands for a Dockerfile
   * that somebody edited: it gets one more line just before it is built.
   */
  environmentOf(builder: Builder, addLine?: string): Variables;
  /** Ids and descriptions of the containers that are there, stopped ones too. */
  containers(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

/**
 * Makes a workbench whose `docker` is this builder's client; nothing is on disk without a builder.
 * `remove` takes away all that was made on it; the engine keeps its build cache.
 */
export function openWorkbench(builder: Builder | undefined): Workbench {
  const name = `demo-${randomUUID().slice(0, 8)}`;
  const root = join(realpathSync(tmpdir()), name);
  let clients = 0;

  const environmentOf: Workbench['environmentOf'] = ({ client, environment }, addLine) => {
    clients += 1;
    const folder = join(root, `client-${clients}`);
    const edit = addLine === undefined ? '' : editBeforeBuild(addLine);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'docker'), `#!/bin/sh\n${edit}exec ${client} "$@"\n`);
    chmodSync(join(folder, 'docker'), 0o755);
    const path = [folder, dirname(process.execPath), '/usr/bin', '/bin'].join(':');
    return { PATH: path, ...environment };
  };

  const base = { ...inherited(root), ...(builder && environmentOf(builder)) };
  const run: Workbench['run'] = (argv, environment = {}, cwd = root) =>
    launch(argv, { ...base, ...environment }, cwd);

  const docker: Workbench['docker'] = async (...args) => {
    const { code, stdout, stderr } = await run(['docker', ...args]).ended;
    if (code !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  };

  const ours = async (args: readonly string[]): Promise<readonly string[]> =>
    lines(await docker(...args)).filter((line) => line.includes(name));

  const containers = () =>
    ours(['ps', '--all', '--no-trunc', '--format', '{{.ID}} {{.Names}} {{.Command}}']);

  return {
    root,
    name,
    run,
    docker,
    environmentOf,
    containers,
    create: (directory, switches, environment) =>
      run(
        [process.execPath, PROGRAM, directory, '--stack', 'flask', '--yes', ...switches],
        environment,
      ),
    async remove() {
      const ids = (await containers()).map((line) => line.slice(0, line.indexOf(' ')));
      if (ids.length > 0) await docker('rm', '--force', '--volumes', ...ids);
      const tags = await ours(['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}']);
      if (tags.length > 0) await docker('image', 'rm', '--force', ...tags);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A home of its own, and a committer; the engine is the one that this machine's user talks to. */
function inherited(home: string): Variables {
  const person = { NAME: 'Dev', EMAIL: 'dev@example.com' };
  const roles = ['AUTHOR', 'COMMITTER'].flatMap((role) =>
    Object.entries(person).map(([key, value]) => [`GIT_${role}_${key}`, value]),
  );
  const { PATH = '', DOCKER_HOST, DOCKER_CONFIG = join(homedir(), '.docker') } = process.env;
  return {
    PATH,
    HOME: home,
    DOCKER_CONFIG,
    ...(DOCKER_HOST && { DOCKER_HOST }),
    ...Object.fromEntries(roles),
  };
}

function editBeforeBuild(line: string): string {
  return `[ "$1" = build ] && cat >> Dockerfile <<'LINE'\n${line}\nLINE\n`;
}

function launch(argv: readonly string[], environment: Variables, cwd: string): Running {
  const [command = '', ...args] = argv;
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  const child = spawn(command, args, { cwd, env: environment, stdio });
  const printed = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => {
    printed.stdout += data;
  });
  child.stderr.on('data', (data) => {
    printed.stderr += data;
  });
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...printed }));
  });
  return {
    ended,
    printed: () => printed.stdout + printed.stderr,
    signal: (signal) => child.kill(signal),
  };
}

/** The lines of a text that are not empty. */
function lines(text: string): readonly string[] {
  return text.split('\n').filter(Boolean);
}
