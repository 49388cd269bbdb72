import { mariadbProblem, mariadbServer } from './servers/mariadbServer.ts';
import { describeSql } from './sql.ts';

describeSql({
  label: 'MySQL',
  service: 'mysql',
  problem: mariadbProblem(),
  startServer: mariadbServer,
});
