import { attachmentChecks } from './attached/attachmentChecks.ts';
import type { ServedService } from './attached/makePlaces.ts';
import { outageChecks } from './attached/outageChecks.ts';
import { secretChecks } from './attached/secretChecks.ts';
import { describeAttached } from './attached.ts';
import type { SqlServer } from './servers/sqlServer.ts';
import { connectionChecks } from './sql/connectionChecks.ts';
import { releaseChecks } from './sql/releaseChecks.ts';

/** An app with a database. */
export function describeSql(label: string, service: ServedService<SqlServer>): void {
  const database = {
    ...service,
    capability: 'the database',
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
