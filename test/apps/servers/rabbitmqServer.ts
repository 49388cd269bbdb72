import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../src/check/harness/freePort.ts';
import { startProcess } from '../../../src/check/harness/startProcess.ts';
import { type BackingServer, LOGIN, type Login } from './backingServer.ts';
import { packageProblem, ServerHome } from './server.ts';

/** A RabbitMQ server. */
export interface RabbitmqServer extends BackingServer {
  /**
   * Takes the next empty virtual host; gives its URL for a user, whose password becomes the given
   * one, at another port if one is given.
   */
  takeVirtualHost(login?: Login, port?: number): string;
}

/** Debian's programs as they are; those on PATH change to a user of their own. */
const PROGRAMS = '/usr/lib/rabbitmq/bin';
/** Made with the first start, since Erlang's own tools take seconds for each; and who may use them. */
const USERS = [LOGIN.user, 'odd'];
const HOSTS = Array.from({ length: 40 }, (_, index) => `suite ${index}`);

/** Why RabbitMQ can't be run here, or undefined. */
export function rabbitmqProblem(): string | undefined {
  return packageProblem('rabbitmqctl', 'rabbitmq-server');
}

/** A RabbitMQ server with data, users and an Erlang port mapper of its own, and without plugins. */
export async function rabbitmqServer(): Promise<RabbitmqServer> {
  const home = new ServerHome('rabbitmq', 'rabbitmq');
  const place = (name: string) => join(home.directory, name);
  const [port, distribution, mapper] = [await freePort(), await freePort(), await freePort()];
  const settings = {
    'listeners.tcp.local': `127.0.0.1:${port}`,
    load_definitions: place('definitions.json'),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  writeFileSync(place('rabbitmq.conf'), lines.join(''));
  writeFileSync(place('definitions.json'), JSON.stringify(definitions()));
  // Else the first of Erlang's programs would start one, which outlives them all.
  const mapping = await startProcess({
    argv: ['epmd', '-port', String(mapper), '-address', '127.0.0.1'],
    directory: home.directory,
    environment: { PATH: process.env.PATH ?? '' },
    mode: 'plain',
  });
  const variables = {
    HOME: home.directory,
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: mapper,
    RABBITMQ_CONF_ENV_FILE: place('none'),
    RABBITMQ_CONFIG_FILE: place('rabbitmq.conf'),
    RABBITMQ_DIST_PORT: distribution,
    RABBITMQ_ENABLED_PLUGINS_FILE: place('none'),
    RABBITMQ_LOG_BASE: place('log'),
    RABBITMQ_MNESIA_BASE: place('data'),
    RABBITMQ_NODENAME: 'suite@localhost',
    RABBITMQ_PID_FILE: place('pid'),
  };
  const words = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const program = (name: string) => ['env', ...words, join(PROGRAMS, name)];
  const control = (...args: readonly string[]) =>
    home.run(...program('rabbitmqctl'), '--quiet', ...args);
  const listens = () => home.run('bash', '-c', `: </dev/tcp/127.0.0.1/${port}`);
  const start = () => home.start(program('rabbitmq-server'), listens);
  await start();
  const hosts = [...HOSTS];
  return {
    port,
    start,
    stop: () => home.stop(),
    takeVirtualHost({ user, password } = LOGIN, at = port) {
      if (user !== LOGIN.user) control('change_password', user, password);
      const host = hosts.shift();
      if (host === undefined) throw new Error('every virtual host is taken');
      const access = `${user}:${encodeURIComponent(password)}`;
      return `amqp://${access}@127.0.0.1:${at}/${encodeURIComponent(host)}`;
    },
    killConnections() {
      control('close_all_connections', '--global', 'by the suite');
    },
    async remove() {
      await home.remove();
      await mapping.kill();
    },
  };
}

/** What the server has from its first start, in the format of its own exports. */
function definitions(): object {
  const all = { configure: '.*', read: '.*', write: '.*' };
  return {
    users: USERS.map((name) => ({ name, password: LOGIN.password, tags: '' })),
    vhosts: HOSTS.map((name) => ({ name })),
    permissions: USERS.flatMap((user) => HOSTS.map((vhost) => ({ user, vhost, ...all }))),
  };
}
