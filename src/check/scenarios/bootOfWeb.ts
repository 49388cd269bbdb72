import type { Changes, ExaminedApp } from '../app/examinedApp.ts';
import { type Resource, urlAtPort } from '../app/resources.ts';
import { waitUntilAnswers, withRun } from '../app/runApp.ts';
import { type TcpProxy, withTcpProxy } from '../harness/tcpProxy.ts';
import { type SeenProgram, watchPrograms } from '../harness/watchPrograms.ts';

/** What web does when it starts, before anything else was run. */
export interface Boot {
  readonly programs: readonly SeenProgram[];
  /** The variables of the databases that were listened to on the way. */
  readonly databases: readonly string[];
  /** The statements with which it changed a schema. */
  readonly changes: readonly string[];
}

const SQL = ['postgres', 'postgresql', 'mysql', 'mariadb'];
const LOOPBACK = ['localhost', '127.0.0.1'];
const CHANGE =
  /\b(?:CREATE|ALTER|DROP)\s+(?:UNIQUE\s+)?(?:TABLE|INDEX|TYPE|SEQUENCE|SCHEMA|VIEW|DATABASE)\b[^\0-\x1f]{0,60}/gi;
const START_MS = 10_000;

/** Starts web alone, and listens to what it tells its databases and which programs it runs. */
export function bootOfWeb(app: ExaminedApp): Promise<Boot> {
  return app.once('boot of web', async () => {
    const absent = (await app.absentResources()).map(({ variable }) => variable);
    const databases = app.resources.filter(
      ({ scheme, host, variable }) =>
        SQL.includes(scheme) && LOOPBACK.includes(host) && !absent.includes(variable),
    );
    return withProxies(databases, async (proxies, changes) => {
      const options = { label: 'web before any release', changes };
      const programs = await withRun(app, options, async (run) => {
        const watched = await watchPrograms(run.running, () =>
          waitUntilAnswers(app, run, START_MS),
        );
        return watched.programs;
      });
      return {
        programs,
        databases: databases.map(({ variable }) => variable),
        changes: proxies.flatMap(({ sent }) => sent.match(CHANGE) ?? []),
      };
    });
  });
}

function withProxies<Result>(
  [resource, ...others]: readonly Resource[],
  use: (proxies: readonly TcpProxy[], changes: Changes) => Promise<Result>,
): Promise<Result> {
  if (resource === undefined) return use([], {});
  return withTcpProxy(resource.port, (proxy) =>
    withProxies(others, (proxies, changes) =>
      use([proxy, ...proxies], {
        ...changes,
        [resource.variable]: urlAtPort(resource, proxy.port),
      }),
    ),
  );
}
