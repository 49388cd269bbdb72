import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckFile, HttpStep } from './checkFile.ts';

/** The requests that tell how an app fares. */
export interface Routes {
  /** Answers 200 when the app can do its work; undefined: any answer below 500 to GET / will do. */
  readonly ready: string | undefined;
  /** Answers 200 while the process lives, whatever its services do. */
  readonly live: string | undefined;
  /** Paths to GET. */
  readonly gets: readonly string[];
  /** A request whose body the app reads, if one is known. */
  readonly inFlight: HttpStep | undefined;
}

interface Operation {
  readonly parameters?: readonly { readonly in?: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, unknown>> };
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const READY = ['/readyz', '/ready', '/health/ready', '/actuator/health/readiness'];
const LIVE = [
  '/livez',
  '/live',
  '/healthz',
  '/health/live',
  '/health',
  '/up',
  '/actuator/health/liveness',
];
/** The one operation of the contract that reads a body and needs no service. */
const ECHO = { method: 'POST', path: '/echo', json: { text: 'held in flight' } };

/** The routes that the check file tells, else those that the project's openapi.json declares. */
export function routesOf(directory: string, told: CheckFile): Routes {
  const paths = readPaths(directory);
  const has = (path: string): boolean => paths[path]?.get !== undefined;
  const gets = Object.keys(paths).filter((path) => has(path) && !path.includes('{'));
  return {
    ready: told.ready ?? READY.find(has) ?? LIVE.find(has),
    live: told.live ?? LIVE.find(has),
    gets: told.routes ?? (gets.length > 0 ? gets : ['/']),
    inFlight: told.inFlight ?? (takesJson(paths['/echo']?.post) ? ECHO : undefined),
  };
}

function takesJson(operation: Operation | undefined): boolean {
  return operation?.requestBody?.content?.['application/json'] !== undefined;
}

function readPaths(directory: string): Paths {
  const path = join(directory, 'openapi.json');
  if (!existsSync(path)) return {};
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { paths?: Paths }).paths ?? {};
  } catch {
    return {};
  }
}
