import { setTimeout as pause } from 'node:timers/promises';
import { HttpConnection, type Reply } from './httpConnection.ts';
import { encodeRequest, type HttpRequest } from './httpRequest.ts';

/** What became of the requests of a load. Only `lost` and `bad` speak against a server. */
export interface LoadResult {
  /** Answered with 2xx. */
  ok: number;
  /** Sent on an open connection, and never answered although the server had to. */
  lost: number;
  /** After the signal: no connection, or answered with 503. */
  refused: number;
  /** After the signal: the idle connection was closed before the request on it was read. */
  closedIdle: number;
  /** Answered with something else than 2xx, or not with HTTP. */
  bad: number;
  /** A sentence for each lost or bad one. */
  readonly faults: string[];
}

/** The time in ms before the signal in which a request and the signal can cross each other. */
const CROSSING_MS = 5;
/**
 * How long a request is on its way, in ms: its last byte is sent so much later than the rest. Some
 * are long, so that at any moment requests are in flight that the server must have seen.
 */
const SENDING_MS = { shortest: 10, longest: 200 };
/** How long one answer may take, in ms. */
const ANSWER_MS = 10_000;

/**
 * Clients that each keep one connection and send request after request on it, as a balancer does.
 * Once `signalled` was called they open no new connections, and go on until theirs is closed.
 */
export class KeepAliveLoad {
  readonly result: LoadResult = { ok: 0, lost: 0, refused: 0, closedIdle: 0, bad: 0, faults: [] };
  private signalledAt = Number.POSITIVE_INFINITY;
  private stopped = false;
  private readonly clients: Promise<void>[];

  constructor(
    private readonly port: number,
    connections: number,
    private readonly request: HttpRequest,
  ) {
    const { shortest, longest } = SENDING_MS;
    this.clients = Array.from({ length: connections }, (_, client) =>
      this.runClient(shortest * (longest / shortest) ** (client / connections)),
    );
  }

  /** To be called in the moment before the server gets its signal. */
  signalled(): void {
    this.signalledAt = performance.now();
  }

  /** Waits until every connection is closed; `stop` ends the clients after their next answer. */
  async finish(stop = false): Promise<LoadResult> {
    this.stopped = stop;
    await Promise.all(this.clients);
    return this.result;
  }

  private async runClient(sendingMs: number): Promise<void> {
    while (!this.stopped && !this.isSignalled()) {
      const connection = await this.connect();
      if (connection === undefined) return;
      await this.useConnection(connection, sendingMs);
      connection.close();
    }
  }

  private async connect(): Promise<HttpConnection | undefined> {
    try {
      return await HttpConnection.open(this.port);
    } catch (error) {
      if (this.isSignalled()) this.result.refused += 1;
      else this.fault('bad', `no connection: ${(error as Error).message}`);
      return undefined;
    }
  }

  private async useConnection(connection: HttpConnection, sendingMs: number): Promise<void> {
    const bytes = encodeRequest(this.request);
    while (!this.stopped && !connection.ended) {
      const sentAt = performance.now();
      connection.send(bytes.subarray(0, -1));
      await pause(sendingMs);
      connection.send(bytes.subarray(-1));
      const reply = await connection.receive(ANSWER_MS, this.request.method ?? 'GET');
      this.count(reply, sentAt);
      if (reply.kind !== 'response' || /close/i.test(reply.response.headers.connection ?? ''))
        return;
    }
  }

  private count(reply: Reply, sentAt: number): void {
    const crossed = sentAt > this.signalledAt - CROSSING_MS;
    if (reply.kind === 'response') this.countResponse(reply.response.status, crossed);
    else if (reply.kind === 'bad') this.fault('bad', reply.reason);
    else if (reply.kind === 'closed' && crossed && reply.unread && reply.received.length === 0) {
      this.result.closedIdle += 1;
    } else {
      const age = Math.round(this.signalledAt - sentAt);
      const read = reply.kind === 'closed' && !reply.unread ? 'read' : 'not read';
      this.fault('lost', `${reply.kind}, ${read}, sent ${age} ms before the signal`);
    }
  }

  private countResponse(status: number, crossed: boolean): void {
    if (status >= 200 && status < 300) this.result.ok += 1;
    else if (crossed && status === 503) this.result.refused += 1;
    else this.fault('bad', `status ${status}`);
  }

  private fault(kind: 'lost' | 'bad', sentence: string): void {
    this.result[kind] += 1;
    this.result.faults.push(`${kind}: ${sentence}`);
  }

  private isSignalled(): boolean {
    return this.signalledAt !== Number.POSITIVE_INFINITY;
  }
}
