import { type TcpProxy, withTcpProxy } from '../harness/tcpProxy.ts';
import type { Changes, ExaminedApp } from './examinedApp.ts';
import { type Resource, urlAtPort } from './resources.ts';

/** SQL databases on the way to which one listens. */
export interface WatchedDatabases {
  /** The variables that hold their URLs. */
  readonly variables: readonly string[];
  /** What leads the app to them by way of the proxies. */
  readonly changes: Changes;
  /** The statements so far that changed a schema. */
  schemaChanges(): readonly string[];
}

const SQL = ['postgres', 'postgresql', 'mysql', 'mariadb'];
const LOOPBACK = ['localhost', '127.0.0.1'];
/** A statement of SQL, with the beginning of what it is about; temporary tables are no schema. */
const SCHEMA_CHANGE =
  /\b(?:CREATE|ALTER|DROP)\s+(?:UNIQUE\s+)?(?:TABLE|INDEX|TYPE|SEQUENCE|SCHEMA|VIEW)\s[^\0-\x1f]{0,60}/gi;

/** Puts a proxy before each SQL database of this machine that answers, for as long as `use` lasts. */
export async function withWatchedDatabases<Result>(
  app: ExaminedApp,
  use: (databases: WatchedDatabases) => Promise<Result>,
): Promise<Result> {
  const absent = await app.absentResources();
  const databases = app.resources.filter(
    ({ scheme, host, variable }) =>
      SQL.includes(scheme) &&
      LOOPBACK.includes(host) &&
      absent.every((one) => one.variable !== variable),
  );
  return withProxies(databases, (proxies) =>
    use({
      variables: databases.map(({ variable }) => variable),
      changes: Object.fromEntries(
        databases.map((database, index) => [
          database.variable,
          urlAtPort(database, proxies[index]?.port ?? database.port),
        ]),
      ),
      schemaChanges: () => proxies.flatMap(({ sent }) => sent.match(SCHEMA_CHANGE) ?? []),
    }),
  );
}

function withProxies<Result>(
  [resource, ...others]: readonly Resource[],
  use: (proxies: readonly TcpProxy[]) => Promise<Result>,
): Promise<Result> {
  if (resource === undefined) return use([]);
  return withTcpProxy(resource.port, (proxy) =>
    withProxies(others, (proxies) => use([proxy, ...proxies])),
  );
}
