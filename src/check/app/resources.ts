import { connect } from 'node:net';
import type { CheckedProject } from '../harness/readProject.ts';
import { timeLimit } from '../harness/timeLimit.ts';
import type { Environment } from '../harness/validEnvironment.ts';

/** A backing service as the app knows it: one variable that holds its URL. */
export interface Resource {
  readonly variable: string;
  readonly url: string;
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
}

/** The usual ports of the schemes that URLs of backing services have. */
export const USUAL_PORTS: Readonly<Record<string, number>> = {
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  mariadb: 3306,
  redis: 6379,
  rediss: 6379,
  amqp: 5672,
  amqps: 5671,
  mongodb: 27017,
  smtp: 25,
  smtps: 465,
  nats: 4222,
  http: 80,
  https: 443,
};

/** How long a connection may take, in ms: long, for this program may be busy when it is there. */
const CONNECT_MS = 10_000;

/** The resources whose URLs are in an environment; of a URL only what a connection needs is looked at. */
export function resourcesOf(project: CheckedProject, environment: Environment): Resource[] {
  const declared = project.variables.filter(({ format }) => format === 'uri');
  const names = declared.length > 0 ? declared.map(({ name }) => name) : Object.keys(environment);
  return names.flatMap((variable) => {
    const resource = resourceOf(variable, environment[variable] ?? '');
    return resource === undefined ? [] : [resource];
  });
}

function resourceOf(variable: string, url: string): Resource | undefined {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9]*)(?:\+[a-z0-9]+)?:(\/\/\S+)$/.exec(url) ?? [];
  const usual = USUAL_PORTS[scheme];
  if (usual === undefined) return undefined;
  try {
    // Only the generic syntax is wanted: a scheme that URL knows would lose its usual port.
    const { hostname, port } = new URL(`resource:${rest}`);
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    return { variable, url, scheme, host, port: port === '' ? usual : Number(port) };
  } catch {
    return undefined;
  }
}

/** Whether something accepts connections where the resource should be. */
export function isReachable({ host, port }: Resource): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeLimit(CONNECT_MS) });
    const end = (reachable: boolean): void => {
      socket.destroy();
      resolve(reachable);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

/** The URL of a resource as reached at another port of this machine. */
export function urlAtPort({ url }: Resource, port: number): string {
  return url.replace(/^([^:]+:\/\/(?:[^/?#]*@)?)[^/?#]*/, `$1127.0.0.1:${port}`);
}
