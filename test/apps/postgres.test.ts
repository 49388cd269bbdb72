import { SERVED } from './servedServices.ts';
import { describeSql } from './sql.ts';

describeSql('PostgreSQL', SERVED.postgres);
