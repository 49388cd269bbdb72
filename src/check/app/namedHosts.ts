import type { Environment } from '../harness/validEnvironment.ts';
import { USUAL_PORTS } from './resources.ts';

/** A host that an environment names. */
export interface NamedHost {
  readonly host: string;
  /** Undefined when nothing tells it: any. */
  readonly port: number | undefined;
}

const URL_HOST =
  /([a-z][a-z0-9]*)(?:\+[a-z0-9]+)?:\/\/(?:[^@/\s]*@)?(\[[^\]]+\]|[^:/?#,\s]+)(?::(\d+))?/gi;
const HOST_AND_PORT = /^([\w.-]+):(\d+)$/;
const HOST = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i;

/**
 * Every host in the values of an environment: of URLs, with a port behind a colon, or alone, with the
 * port in another variable or the usual one of some service.
 */
export function namedHosts(environment: Environment): readonly NamedHost[] {
  const values = Object.values(environment);
  const ports = [
    ...values.filter((value) => /^\d{2,5}$/.test(value)).map(Number),
    ...Object.values(USUAL_PORTS),
  ];
  return values.flatMap((value) => [
    ...[...value.matchAll(URL_HOST)].map(([, scheme = '', host = '', port]) => ({
      host: host.replace(/^\[(.*)\]$/, '$1'),
      port: port === undefined ? USUAL_PORTS[scheme.toLowerCase()] : Number(port),
    })),
    ...value.split(/[,\s@/]+/).flatMap((part) => {
      const [, host, port] = HOST_AND_PORT.exec(part) ?? [];
      return host === undefined ? [] : [{ host, port: Number(port) }];
    }),
    ...(HOST.test(value) ? ports.map((port) => ({ host: value, port })) : []),
  ]);
}
