import { connect, type Socket } from 'node:net';
import { type HttpResponse, parseResponse } from './parseResponse.ts';
import { readSocketTable } from './socketTable.ts';
import { timeLimit } from './timeLimit.ts';
import { waitFor } from './waitFor.ts';

/** What came of waiting for a response. `unread` says that the server closed without reading what was sent. */
export type Reply =
  | { readonly kind: 'response'; readonly response: HttpResponse }
  | { readonly kind: 'closed'; readonly unread: boolean; readonly received: Buffer }
  | { readonly kind: 'silent'; readonly received: Buffer }
  | { readonly kind: 'bad'; readonly reason: string; readonly received: Buffer };

/** How long to look whether a reset follows the end of a connection, in ms. */
const RESET_MS = 20;

/** One TCP connection to a server on this machine: any bytes out, whole responses in. */
export class HttpConnection {
  /** True once the server has closed its side or reset the connection. */
  ended = false;
  /** True once the connection was reset: bytes that were sent had not been read. */
  wasReset = false;
  private received = Buffer.alloc(0);
  private wake: () => void = () => undefined;

  private constructor(
    private readonly socket: Socket,
    readonly port: number,
  ) {
    socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.wake();
    });
    socket.on('end', () => this.end(false));
    socket.on('error', () => this.end(true));
    socket.on('close', () => this.end(false));
  }

  /** Connects to `port`; throws with the error's code when refused, or ETIMEDOUT after `limitMs`. */
  static open(port: number, limitMs = 2_000, host = '127.0.0.1'): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host, allowHalfOpen: true, noDelay: true });
      const timer = setTimeout(
        () => socket.destroy(Object.assign(new Error('connect timed out'), { code: 'ETIMEDOUT' })),
        timeLimit(limitMs),
      );
      socket.once('error', reject);
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.off('error', reject);
        resolve(new HttpConnection(socket, port));
      });
      socket.once('close', () => clearTimeout(timer));
    });
  }

  send(bytes: Buffer | string): void {
    if (!this.socket.writable) return;
    this.socket.write(bytes);
  }

  /** Closes the sending side; the server may still answer. */
  halfClose(): void {
    this.socket.end();
  }

  close(): void {
    this.socket.destroy();
  }

  /** Waits until the server's program has accepted the connection and read all that was sent. */
  async waitUntilRead(limitMs = 2_000): Promise<void> {
    const mine = this.socket.localPort;
    await waitFor(
      `the server on port ${this.port} to read what was sent`,
      () =>
        readSocketTable('self').some(
          (row) =>
            row.port === this.port &&
            row.remotePort === mine &&
            row.inode !== 0 &&
            row.unreadBytes === 0,
        ),
      { limitMs },
    );
  }

  /** Waits for the next response to a request of `method`. Never throws: what happens is the result. */
  async receive(limitMs = 5_000, method = 'GET'): Promise<Reply> {
    const end = performance.now() + timeLimit(limitMs);
    for (;;) {
      const parsed = parseResponse(this.received, method, this.ended);
      if (parsed.state === 'complete') {
        this.received = this.received.subarray(parsed.used);
        return { kind: 'response', response: parsed.response };
      }
      if (parsed.state === 'bad')
        return { kind: 'bad', reason: parsed.reason, received: this.received };
      if (this.ended) {
        return { kind: 'closed', unread: await this.sawReset(), received: this.received };
      }
      if (performance.now() >= end) return { kind: 'silent', received: this.received };
      await this.nextEvent(end - performance.now());
    }
  }

  /**
   * A server that closes a connection with unread bytes resets it. After a plain end, the kernel
   * knows of a reset but tells only a writer: so write one byte and see whether it is refused.
   */
  private async sawReset(): Promise<boolean> {
    if (this.wasReset) return true;
    await new Promise((resolve) => setTimeout(resolve, RESET_MS));
    if (this.wasReset || !this.socket.writable) return this.wasReset;
    return new Promise((resolve) => this.socket.write('\n', (error) => resolve(error != null)));
  }

  private nextEvent(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private end(reset: boolean): void {
    this.ended = true;
    this.wasReset ||= reset;
    this.wake();
  }
}
