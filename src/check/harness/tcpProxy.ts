import { connect, createServer, type Server, type Socket } from 'node:net';

/** How much of what clients send is kept, in bytes. */
const SENT_LIMIT = 1 << 20;

/** A TCP proxy on loopback before one service, to see what connects to it and to disturb it. */
export class TcpProxy {
  /** How many connections it has accepted. */
  accepted = 0;
  /** What clients have sent, one character a byte; no more than `SENT_LIMIT`. */
  sent = '';
  private silent = false;
  private repliesLeft = Number.POSITIVE_INFINITY;
  private readonly held: (() => void)[] = [];
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly target: number,
    private readonly host: string,
  ) {
    server.on('connection', (client) => this.join(client));
  }

  /** How many replies are held back. */
  get holding(): number {
    return this.held.length;
  }

  /** How many connections of clients are open. */
  get open(): number {
    return this.sockets.size / 2;
  }

  /** Holds every reply of the service back, or every one after the next few. */
  hold(after = 0): void {
    this.repliesLeft = after;
  }

  /** Goes on accepting connections and what they send, and never answers: a black hole. */
  silence(): void {
    this.silent = true;
  }

  /** Carries everything again, what was held back first. What was swallowed is lost. */
  pass(): void {
    this.silent = false;
    this.repliesLeft = Number.POSITIVE_INFINITY;
    for (const deliver of this.held.splice(0)) deliver();
  }

  /** Breaks every connection off. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Refuses connections and breaks off those that are open, as when the service is down. */
  async refuse(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.cut();
    await closed;
  }

  /** Listens again on the same port, once it had refused. Rejects when somebody else has it by now. */
  accept(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.port, '127.0.0.1', () => resolve());
    });
  }

  stop(): Promise<void> {
    return this.refuse();
  }

  private join(client: Socket): void {
    this.accepted += 1;
    const service = connect(this.target, this.host);
    for (const [socket, other] of [
      [client, service],
      [service, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (bytes) => {
      if (this.sent.length < SENT_LIMIT) this.sent += bytes.toString('latin1');
      if (!this.silent) service.write(bytes);
    });
    service.on('data', (bytes) => {
      if (this.silent) return;
      if (this.repliesLeft > 0) client.write(bytes);
      else this.held.push(() => client.write(bytes));
      this.repliesLeft -= 1;
    });
  }
}

/** Starts a proxy on a free port of loopback before the service at port `target` of `host`. */
export function startTcpProxy(target: number, host = '127.0.0.1'): Promise<TcpProxy> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve(new TcpProxy(server, port, target, host));
    });
  });
}

/** Starts a proxy, gives it to `use`, and stops it whatever `use` does. */
export async function withTcpProxy<Result>(
  target: number,
  use: (proxy: TcpProxy) => Promise<Result>,
  host = '127.0.0.1',
): Promise<Result> {
  const proxy = await startTcpProxy(target, host);
  try {
    return await use(proxy);
  } finally {
    await proxy.stop();
  }
}
