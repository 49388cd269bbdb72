import { setTimeout as pause } from 'node:timers/promises';
import type { StateStep } from '../app/checkFile.ts';
import type { Changes, ExaminedApp } from '../app/examinedApp.ts';
import { isReachable, type Resource, urlAtPort } from '../app/resources.ts';
import { requestOf } from '../app/routes.ts';
import { HttpConnection, type Reply } from '../harness/httpConnection.ts';
import {
  encodeRequest,
  type HttpRequest,
  httpRequest,
  SlowRequest,
} from '../harness/httpRequest.ts';
import { type TcpProxy, withTcpProxy } from '../harness/tcpProxy.ts';
import { waitFor } from '../harness/waitFor.ts';

/** A request that the app has in hand and can't answer yet. */
export interface HeldRequest {
  /** Lets it end after about `overMs`, and gives what came of it. */
  finish(overMs: number): Promise<Reply>;
}

/** A way to have a request in flight for as long as it is wanted. */
export interface Holding {
  /** What the app's environment must be for it. */
  readonly changes: Changes;
  /** Sends the request; gives the reason when it can't be held, such as an answer that is no 2xx. */
  begin(port: number): Promise<HeldRequest | string>;
}

const HELD_BY_REPLY_MS = 2_000;

/**
 * Gives `use` a way to hold a request: a body that is sent slowly, when a route is known that reads
 * one; else the reply of a backing service, kept back by a proxy, when a state step names one.
 */
export async function withHolding<Result>(
  app: ExaminedApp,
  use: (holding: Holding) => Promise<Result>,
): Promise<Result> {
  const { inFlight } = app.routes;
  if (inFlight !== undefined) return use(bySlowBody(requestOf(inFlight, { unique: 'held' })));
  for (const step of app.told.state ?? []) {
    const resource = app.resources.find(({ variable }) => variable === step.resource);
    if (resource === undefined || !(await isReachable(resource))) continue;
    const { port, host } = resource;
    return withTcpProxy(port, (proxy) => use(byHeldReply(step, resource, proxy)), host);
  }
  return use(NO_WAY);
}

const NO_WAY: Holding = {
  changes: {},
  begin: async () => 'no request is known that could be held in flight',
};

function bySlowBody(request: HttpRequest): Holding {
  return {
    changes: {},
    async begin(port) {
      const fault = await faultOf(port, request);
      if (fault !== undefined) return fault;
      try {
        const slow = await SlowRequest.start(port, request);
        return { finish: (overMs) => slow.finish(overMs) };
      } catch (error) {
        return `the server does not read a body that comes slowly: ${(error as Error).message}`;
      }
    },
  };
}

function byHeldReply(step: StateStep, resource: Resource, proxy: TcpProxy): Holding {
  const values = { unique: 'held' };
  const read = requestOf(step.read, values);
  return {
    changes: { [resource.variable]: urlAtPort(resource, proxy.port) },
    async begin(port) {
      for (const request of [requestOf(step.write, values), read]) {
        const fault = await faultOf(port, request);
        if (fault !== undefined) return fault;
      }
      proxy.hold();
      const connection = await HttpConnection.open(port);
      connection.send(encodeRequest(read));
      const limit = { limitMs: HELD_BY_REPLY_MS };
      const held = await waitFor('a reply to hold', () => proxy.holding > 0, limit).catch(
        () => false,
      );
      if (!held) return `${read.path} does not ask ${resource.variable}`;
      return { finish: (overMs) => letPass(proxy, connection, read, overMs) };
    },
  };
}

async function letPass(
  proxy: TcpProxy,
  connection: HttpConnection,
  { method = 'GET' }: HttpRequest,
  afterMs: number,
): Promise<Reply> {
  await pause(afterMs);
  proxy.pass();
  const reply = await connection.receive(undefined, method);
  connection.close();
  return reply;
}

/** Why a request can't serve: only one that is answered well on its own tells of draining. */
async function faultOf(port: number, request: HttpRequest): Promise<string | undefined> {
  const name = `${request.method} ${request.path}`;
  try {
    const { status } = await httpRequest(port, request);
    return status >= 200 && status < 300 ? undefined : `${name} answered ${status} by itself`;
  } catch (error) {
    return (error as Error).message;
  }
}
