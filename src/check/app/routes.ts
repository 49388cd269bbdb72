import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpRequest } from '../harness/httpRequest.ts';
import type { CheckFile, HttpStep, StateStep } from './checkFile.ts';

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
  /** Writes and reads of state: those that are told, else each path that has a POST and a GET. */
  readonly state: readonly StateStep[];
}

interface Operation {
  readonly parameters?: readonly { readonly in?: string; readonly required?: boolean }[];
  readonly requestBody?: {
    readonly content?: Readonly<Record<string, { readonly example?: unknown }>>;
  };
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
    state: told.state ?? gets.flatMap((path) => inferredStep(path, paths[path]?.post) ?? []),
    inFlight: told.inFlight ?? (takesJson(paths['/echo']?.post) ? ECHO : undefined),
  };
}

/** A POST and a GET of one path, when the POST needs no body or has an example of one. */
function inferredStep(path: string, post: Operation | undefined): StateStep | undefined {
  if (post === undefined) return undefined;
  const json = post.requestBody?.content?.['application/json']?.example;
  if (post.requestBody !== undefined && json === undefined) return undefined;
  const body = json === undefined ? {} : { json };
  return { name: `POST ${path}`, write: { method: 'POST', path, ...body }, read: { path } };
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

/** A step as a request, with a value for `${unique}` and other placeholders. */
export function requestOf(
  step: HttpStep,
  values: Readonly<Record<string, string>> = {},
): HttpRequest {
  const fill = (text: string): string =>
    text.replace(/\$\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
  const body = step.json === undefined ? step.body : JSON.stringify(step.json);
  const type = step.json === undefined ? {} : { 'Content-Type': 'application/json' };
  return {
    method: step.method ?? 'GET',
    path: fill(step.path),
    headers: { ...type, ...step.headers },
    ...(body === undefined ? {} : { body: fill(body) }),
  };
}
