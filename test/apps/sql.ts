import { attachmentChecks } from './attached/attachmentChecks.ts';
import { outageChecks } from './attached/outageChecks.ts';
import { secretChecks } from './attached/secretChecks.ts';
import { describeAttached } from './attached.ts';
import type { SqlServer } from './servers/sqlServer.ts';
import { connectionChecks } from './sql/connectionChecks.ts';
import { releaseChecks } from './sql/releaseChecks.ts';
import { sqlApp } from './sql/sqlApp.ts';

/** A service for sql, and the server that plays it. */
export interface SqlService {
  readonly label: string;
  readonly service: string;
  readonly problem: string | undefined;
  startServer(): Promise<SqlServer>;
}

/** An app with a database. */
export function describeSql({ label, ...service }: SqlService): void {
  const database = {
    ...service,
    capability: 'the database',
    attach: sqlApp,
    checks: [
      ...attachmentChecks,
      ...outageChecks,
      ...connectionChecks,
      ...secretChecks,
      ...releaseChecks,
    ],
  };
  describeAttached({
    title: `Flask with ${label}`,
    services: [database],
    examples: { files: 5, lines: 2, members: 4 },
    traces: 'notes',
  });
}
