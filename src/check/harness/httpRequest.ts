import { setTimeout as pause } from 'node:timers/promises';
import { HttpConnection } from './httpConnection.ts';
import type { HttpResponse } from './parseResponse.ts';

export interface HttpRequest {
  readonly method?: string;
  /** Sent as it is, unencoded. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** The bytes of a request: Host, the given headers, Content-Length when there is a body. */
export function encodeRequest(request: HttpRequest): Buffer {
  const body = Buffer.from(request.body ?? '');
  const headers = {
    Host: '127.0.0.1',
    ...(request.body === undefined ? {} : { 'Content-Length': String(body.length) }),
    ...request.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${request.method ?? 'GET'} ${request.path} HTTP/1.1\r\n${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

/** A POST of a JSON value. */
export function jsonRequest(path: string, value: unknown, method = 'POST'): HttpRequest {
  return {
    method,
    path,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(value),
  };
}

/**
 * Sends one request on a connection of its own and gives the response. Throws, saying what
 * happened instead, when the connection is refused or no whole response comes within `limitMs`.
 */
export async function httpRequest(
  port: number,
  request: HttpRequest,
  limitMs = 5_000,
): Promise<HttpResponse> {
  const method = request.method ?? 'GET';
  const connection = await HttpConnection.open(port, limitMs);
  try {
    connection.send(encodeRequest(request));
    const reply = await connection.receive(limitMs, method);
    if (reply.kind === 'response') return reply.response;
    const got = reply.received.toString('latin1').slice(0, 200);
    throw new Error(`${method} ${request.path}: no response but ${reply.kind}: '${got}'`);
  } finally {
    connection.close();
  }
}

/** The response's body as JSON; throws, showing the body, when it is none. */
export function jsonBody(response: HttpResponse): unknown {
  const text = response.body.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`the body of a ${response.status} is not JSON: ${text.slice(0, 200)}`);
  }
}

/** A request that is in flight because its body is sent piece by piece. */
export class SlowRequest {
  private constructor(
    readonly connection: HttpConnection,
    private readonly pieces: readonly Buffer[],
  ) {}

  /**
   * Sends the head and the first byte of the body, and waits until the server has read them. The
   * rest follows by `finish`. Throws when the server does not take it.
   */
  static async start(port: number, request: HttpRequest): Promise<SlowRequest> {
    const bytes = encodeRequest(request);
    const bodyStart = bytes.length - Buffer.from(request.body ?? '').length;
    const connection = await HttpConnection.open(port);
    connection.send(bytes.subarray(0, bodyStart + 1));
    await connection.waitUntilRead();
    const rest = bytes.subarray(bodyStart + 1);
    const middle = Math.ceil(rest.length / 2);
    return new SlowRequest(connection, [rest.subarray(0, middle), rest.subarray(middle)]);
  }

  /** Sends the rest over about `overMs` and waits for the response. */
  async finish(overMs: number, limitMs = 5_000) {
    for (const piece of this.pieces) {
      await pause(overMs / this.pieces.length);
      this.connection.send(piece);
    }
    const reply = await this.connection.receive(limitMs, 'POST');
    this.connection.close();
    return reply;
  }
}
