import { SERVED } from './servedServices.ts';
import { describeSql } from './sql.ts';

describeSql('MySQL', SERVED.mysql);
