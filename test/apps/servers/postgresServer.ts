import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../src/check/harness/freePort.ts';
import { packageProblem, ServerHome } from './server.ts';
import type { SqlServer } from './sqlServer.ts';

const VERSIONS = '/usr/lib/postgresql';

/** Why PostgreSQL can't be run here, or undefined. */
export function postgresProblem(): string | undefined {
  const problem = programs() === undefined ? packageProblem('psql', 'postgresql') : undefined;
  return programs() === undefined ? (problem ?? 'PostgreSQL has no server here') : undefined;
}

/** Debian keeps the programs of each version in a folder that is not on PATH: the newest. */
function programs(): string | undefined {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  return versions
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(VERSIONS, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
}

/** A PostgreSQL server with data of its own; passwords are asked for. */
export async function postgresServer(): Promise<SqlServer> {
  const program = (name: string) => join(programs() ?? '', name);
  const home = new ServerHome('postgres', 'postgres');
  const data = ['-D', join(home.directory, 'data')];
  const port = await freePort();
  const access = ['--auth-local=trust', '--auth-host=scram-sha-256', '--username=postgres'];
  home.run(program('initdb'), ...data, ...access, '--encoding=UTF8', '--no-sync');
  const client = [program('psql'), '-h', home.directory, '-p', String(port), '-U', 'postgres'];
  const query = (database: string, sql: string) =>
    home.run(...client, '-d', database, '-v', 'ON_ERROR_STOP=1', '-Atqc', sql);
  const options = ['-p', String(port), '-k', home.directory, '-c', 'listen_addresses=127.0.0.1'];
  const server = [program('postgres'), ...data, ...options];
  const start = () => home.start(server, () => query('postgres', 'SELECT 1'));
  await start();
  return {
    port,
    start,
    stop: () => home.stop(),
    query,
    createDatabase(name, { user, password }, at = port) {
      const known = query('postgres', `SELECT 1 FROM pg_roles WHERE rolname = '${user}'`) !== '';
      const quoted = password.replaceAll("'", "''");
      query('postgres', `${known ? 'ALTER' : 'CREATE'} ROLE "${user}" LOGIN PASSWORD '${quoted}'`);
      query('postgres', `CREATE DATABASE "${name}" OWNER "${user}"`);
      return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${at}/${name}`;
    },
    limitConnections(user, most) {
      query('postgres', `ALTER ROLE "${user}" CONNECTION LIMIT ${most}`);
    },
    killConnections() {
      const clients = "backend_type = 'client backend' AND pid <> pg_backend_pid()";
      query('postgres', `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${clients}`);
    },
    remove: () => home.remove(),
  };
}
