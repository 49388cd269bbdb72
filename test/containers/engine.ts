import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PROGRAM = join(import.meta.dirname, '../../bin/create-twelve-factor.cjs');
const STANDINS = join(import.meta.dirname, 'standins');
const PREPARE_MS = 8 * 60_000;

/** A way to build that a user's machine may have: a client, and what it was told about BuildKit. */
export interface Builder {
  readonly label: string;
  readonly client: string;
  readonly environment: Readonly<Record<string, string>>;
  /** False when `docker build` fails with it, so that our program must help itself. */
  readonly works: boolean;
}

/** What this machine can do with containers; `problem` says why nothing. */
export interface Engine {
  readonly problem: string | undefined;
  readonly builders: readonly Builder[];
  /** What to add to a title, so that a skip says its reason. */
  readonly note: string;
}

/**
 * Asks for an engine that answers and has the base images. With CI=true they are made where they
 * are missing (from a registry, else as stand-ins), and not to get them is an error.
 */
export async function findEngine(): Promise<Engine> {
  try {
    const images = await baseImages();
    if (!(await isReady(images))) await prepare(images);
    return { problem: undefined, builders: await findBuilders(), note: '' };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    if (process.env.CI === 'true') throw new Error(`Containers can't be tested: ${problem}`);
    return { problem, builders: [], note: ` (skipped: ${problem})` };
  }
}

async function prepare(images: readonly string[]): Promise<void> {
  if (process.env.CI !== 'true')
    throw new Error('no Docker engine that has the base images; CI=true makes one');
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Error('no Docker engine that has the base images, and no root on Debian to make one');
  const tags = images.filter((image) => image.startsWith('python:')).map((image) => image.slice(7));
  const options = { env: { ...process.env, PYTHON_TAGS: tags.join(' ') }, timeout: PREPARE_MS };
  await run(join(STANDINS, 'engine.sh'), [], options);
  await run(join(STANDINS, 'standins.sh'), ['base', 'python'], options);
}

async function isReady(images: readonly string[]): Promise<boolean> {
  if (!(await succeeds('docker', ['version']))) return false;
  for (const image of images) {
    const has = await succeeds('docker', ['image', 'inspect', image]);
    if (!has && !(await succeeds('docker', ['pull', '--quiet', image]))) return false;
  }
  return true;
}

/** The images that a generated Dockerfile starts from. */
async function baseImages(): Promise<readonly string[]> {
  const root = mkdtempSync(join(tmpdir(), 'containers-'));
  try {
    const directory = join(root, 'app');
    await run(process.execPath, [PROGRAM, directory, '--stack', 'flask', '--yes', '--no-git']);
    const dockerfile = readFileSync(join(directory, 'Dockerfile'), 'utf8');
    const stages = [...dockerfile.matchAll(/^FROM\s+(\S+)/gm)].map(([, image = '']) => image);
    return [...new Set(stages)];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function findBuilders(): Promise<readonly Builder[]> {
  const client = (await run('which', ['docker'])).stdout.trim();
  const clients = [client, '/usr/bin/docker'].filter((path) => existsSync(path));
  const modern = await firstThat(clients, speaksBuildKit);
  const wanted = { DOCKER_BUILDKIT: '1' };
  const legacy = { DOCKER_BUILDKIT: '0' };
  const missing = !(await speaksBuildKit(client));
  return [
    ...(modern ? [{ label: 'BuildKit', client: modern, environment: wanted, works: true }] : []),
    { label: 'the legacy builder', client, environment: legacy, works: true },
    ...(missing
      ? [{ label: 'BuildKit wanted but missing', client, environment: wanted, works: false }]
      : []),
  ];
}

/** From release 23 on a client needs the buildx plugin for it. */
async function speaksBuildKit(client: string): Promise<boolean> {
  if (await succeeds(client, ['buildx', 'version'])) return true;
  const { stdout } = await run(client, ['version', '--format', '{{.Client.Version}}']);
  return Number.parseInt(stdout, 10) < 23;
}

async function firstThat(
  items: readonly string[],
  test: (item: string) => Promise<boolean>,
): Promise<string | undefined> {
  for (const item of items) if (await test(item)) return item;
  return undefined;
}

async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  try {
    await run(command, [...args], { timeout: 120_000 });
    return true;
  } catch {
    return false;
  }
}
