import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort } from '../../../src/check/harness/freePort.ts';
import { withProcess } from '../../../src/check/harness/startProcess.ts';
import type { BackingServer, Login } from './backingServer.ts';
import { ServerHome } from './server.ts';

/** An S3 server. */
export interface S3Server extends BackingServer {
  /** Makes an empty bucket that belongs to a user, whose secret key is the password. */
  createBucket(name: string, login: Login): void;
  /** The keys in a bucket. */
  keys(bucket: string): readonly string[];
}

const ROOT = resolve(import.meta.dirname, '../../..');
const ADMINISTRATOR: Login = { user: 'administrator', password: 'suite-only' };

/** The release that compose.yaml of a generated project names. */
function release(): string {
  const part = readFileSync(join(ROOT, 'templates/services/s3/part.json'), 'utf8');
  const [, version] = /"versity\/versitygw:(v[\d.]+)"/.exec(part) ?? [];
  if (version === undefined) throw new Error('the part of s3 names no release of versitygw');
  return version;
}

function programFolder(): string {
  return join(ROOT, '.cache', `versitygw-${release()}`);
}

/** Makes sure that VersityGW is there, which is built from its source once; why it can't be, or undefined. */
export async function s3Problem(): Promise<string | undefined> {
  const there = () => existsSync(join(programFolder(), 'versitygw'));
  if (there()) return undefined;
  const start = {
    argv: ['go', 'install', `github.com/versity/versitygw/cmd/versitygw@${release()}`],
    directory: ROOT,
    environment: { ...environment(), GOBIN: programFolder(), CGO_ENABLED: '0' },
    mode: 'plain' as const,
  };
  try {
    return await withProcess(start, async (running) => {
      await running.waitForExit(600_000);
      return there() ? undefined : `versitygw could not be built: ${running.evidence(1)}`;
    });
  } catch (error) {
    return `versitygw could not be built, which needs Go: ${error}`;
  }
}

function environment(): Record<string, string> {
  return process.env as Record<string, string>;
}

/** An S3 server with data of its own; every request must be signed. */
export async function s3Server(): Promise<S3Server> {
  const home = new ServerHome('s3');
  const program = join(programFolder(), 'versitygw');
  const port = await freePort();
  const data = join(home.directory, 'data');
  const users = join(home.directory, 'users');
  for (const folder of [data, users]) mkdirSync(folder);
  const access = ['--access', ADMINISTRATOR.user, '--secret', ADMINISTRATOR.password];
  const url = `http://127.0.0.1:${port}`;
  const administer = (...words: readonly string[]) =>
    home.run(program, 'admin', ...access, '--endpoint-url', url, ...words);
  const place = ['--port', `127.0.0.1:${port}`, '--iam-dir', users, '--iam-cache-disable'];
  const server = [program, ...access, ...place, '--keep-alive', '--quiet', 'posix', data];
  const start = () => home.start(server, () => administer('list-users'));
  await start();
  const known = new Set<string>();
  return {
    port,
    start,
    stop: () => home.stop(),
    async killConnections() {
      await home.stop();
      await start();
    },
    createBucket(name, { user, password }) {
      const login = ['--access', user, '--secret', password];
      if (known.has(user)) administer('update-user', ...login);
      else administer('create-user', ...login, '--role', 'user');
      known.add(user);
      administer('create-bucket', '--owner', user, '--bucket', name);
    },
    keys: (bucket) =>
      readdirSync(join(data, bucket), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(join(data, bucket).length + 1)),
    remove: () => home.remove(),
  };
}
