import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../src/check/harness/freePort.ts';
import type { BackingServer, Login } from './backingServer.ts';
import { packageProblem, ServerHome } from './server.ts';

/** A Redis server: every write is on disk before it is answered. */
export interface RedisServer extends BackingServer {
  /** Takes the next empty database for a user; gives its URL, at another port if one is given. */
  createDatabase(login: Login, port?: number): string;
  /** Runs a command as the administrator in the database of a URL, and gives the answer as text. */
  command(url: string, ...words: readonly string[]): string;
}

const ADMINISTRATOR: Login = { user: 'administrator', password: 'suite-only' };
const DATABASES = 1_000;

/** Why Redis can't be run here, or undefined. */
export function redisProblem(): string | undefined {
  return packageProblem('redis-server', 'redis-server');
}

/** A Redis server with data of its own; passwords are asked for. */
export async function redisServer(): Promise<RedisServer> {
  const home = new ServerHome('redis', 'redis');
  const port = await freePort();
  const users = join(home.directory, 'users.acl');
  const admit = ({ user, password }: Login) => `${user} on >${password} ~* &* +@all`;
  writeFileSync(users, `user default off\nuser ${admit(ADMINISTRATOR)}\n`);
  const access = ['--user', ADMINISTRATOR.user, '--pass', ADMINISTRATOR.password];
  const client = ['redis-cli', '-p', String(port), ...access, '--no-auth-warning', '-e'];
  const run = (...words: readonly string[]) => home.run(...client, ...words).trimEnd();
  const place = ['--bind', '127.0.0.1', '--port', String(port), '--dir', home.directory];
  const disk = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const options = [...place, ...disk, '--databases', String(DATABASES), '--aclfile', users];
  const start = () => home.start(['redis-server', ...options], () => run('PING'));
  await start();
  let database = -1;
  return {
    port,
    start,
    stop: () => home.stop(),
    createDatabase({ user, password }, at = port) {
      database += 1;
      run('ACL', 'SETUSER', user, 'reset', 'on', `>${password}`, '~*', '&*', '+@all');
      run('ACL', 'SAVE');
      return `redis://${user}:${encodeURIComponent(password)}@127.0.0.1:${at}/${database}`;
    },
    command: (url, ...words) => run('-n', new URL(url).pathname.slice(1), ...words),
    killConnections() {
      run('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    },
    remove: () => home.remove(),
  };
}
