import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy on loopback before one service, to see what connects to it and to disturb it. */
export class TcpProxy {
  /** How many connections it has accepted. */
  accepted = 0;
  private silent = false;
  private repliesLeft = Number.POSITIVE_INFINITY;
  private readonly held: (() => void)[] = [];
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly target: number,
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

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.cut();
    await closed;
  }

  private join(client: Socket): void {
    this.accepted += 1;
    const service = connect(this.target, '127.0.0.1');
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
    client.on('data', (bytes) => this.silent || service.write(bytes));
    service.on('data', (bytes) => {
      if (this.silent) return;
      if (this.repliesLeft > 0) client.write(bytes);
      else this.held.push(() => client.write(bytes));
      this.repliesLeft -= 1;
    });
  }
}

/** Starts a proxy on a free port before the service at `target` on loopback. */
export function startTcpProxy(target: number): Promise<TcpProxy> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve(new TcpProxy(server, port, target));
    });
  });
}

/** Starts a proxy, gives it to `use`, and stops it whatever `use` does. */
export async function withTcpProxy<Result>(
  target: number,
  use: (proxy: TcpProxy) => Promise<Result>,
): Promise<Result> {
  const proxy = await startTcpProxy(target);
  try {
    return await use(proxy);
  } finally {
    await proxy.stop();
  }
}
