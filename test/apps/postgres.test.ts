import { postgresProblem, postgresServer } from './servers/postgresServer.ts';
import { describeSql } from './sql.ts';

describeSql({
  label: 'PostgreSQL',
  service: 'postgres',
  problem: postgresProblem(),
  startServer: postgresServer,
});
