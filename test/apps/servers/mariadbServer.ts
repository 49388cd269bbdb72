import { join } from 'node:path';
import { freePort } from '../../../src/check/harness/freePort.ts';
import { packageProblem, ServerHome } from './server.ts';
import type { SqlServer } from './sqlServer.ts';

/** Why MariaDB, which speaks MySQL's protocol and is what Debian has, can't be run here, or undefined. */
export function mariadbProblem(): string | undefined {
  return packageProblem('mariadbd', 'mariadb-server');
}

/** A MariaDB server with data of its own; passwords are asked for. */
export async function mariadbServer(): Promise<SqlServer> {
  const home = new ServerHome('mariadb', 'mysql');
  const data = `--datadir=${join(home.directory, 'data')}`;
  const socket = `--socket=${join(home.directory, 'socket')}`;
  const port = await freePort();
  const install = ['--auth-root-authentication-method=normal', '--skip-test-db'];
  home.run('mariadb-install-db', '--no-defaults', data, ...install);
  const charset = '--default-character-set=utf8mb4';
  const client = ['mariadb', '--no-defaults', charset, socket, '--user=root'];
  const query = (database: string, sql: string) =>
    home.run(...client, '--skip-column-names', '--batch', `--database=${database}`, '-e', sql);
  const program = ['mariadbd', '--no-defaults', data, socket, `--port=${port}`];
  const options = [
    '--bind-address=127.0.0.1',
    '--character-set-server=utf8mb4',
    '--skip-name-resolve',
  ];
  const start = () => home.start([...program, ...options], () => query('mysql', 'SELECT 1'));
  await start();
  return {
    port,
    start,
    stop: () => home.stop(),
    query,
    createDatabase(name, { user, password }, at = port) {
      const login = `'${user}'@'127.0.0.1'`;
      const quoted = password.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
      query('mysql', `CREATE DATABASE ${name}; CREATE USER IF NOT EXISTS ${login}`);
      query(
        'mysql',
        `ALTER USER ${login} IDENTIFIED BY '${quoted}'; GRANT ALL ON ${name}.* TO ${login}`,
      );
      return `mysql://${user}:${encodeURIComponent(password)}@127.0.0.1:${at}/${name}`;
    },
    limitConnections(user, most) {
      query('mysql', `ALTER USER '${user}'@'127.0.0.1' WITH MAX_USER_CONNECTIONS ${most}`);
    },
    killConnections() {
      const clients =
        "SELECT id FROM information_schema.processlist WHERE command <> 'Daemon' AND id <> connection_id()";
      for (const id of query('mysql', clients).split('\n').filter(Boolean))
        query('mysql', `KILL ${id}`);
    },
    remove: () => home.remove(),
  };
}
