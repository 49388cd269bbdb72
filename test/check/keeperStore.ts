import { createServer, type Server } from 'node:net';

type Value = string | number | null;

interface Question {
  readonly database: string;
  readonly get?: string;
  readonly set?: string;
  readonly add?: string;
  readonly value?: string;
}

/** The service of the fixture `keeper`: databases in memory, one JSON line in and one out. */
export class KeeperStore {
  private readonly databases = new Map<string, Map<string, Value>>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {
    server.on('connection', (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (line) => {
        socket.write(`${JSON.stringify({ value: this.answer(JSON.parse(String(line))) })}\n`);
      });
    });
  }

  static start(): Promise<KeeperStore> {
    const server = createServer();
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        const port = typeof address === 'object' && address !== null ? address.port : 0;
        resolve(new KeeperStore(server, port));
      });
    });
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}/0`;
  }

  stop(): void {
    this.server.close();
  }

  private answer({ database, get, set, add, value = '' }: Question): Value {
    const values = this.databases.get(database) ?? new Map<string, Value>();
    this.databases.set(database, values);
    if (set !== undefined) values.set(set, value);
    if (add !== undefined) values.set(add, Number(values.get(add) ?? 0) + 1);
    return values.get(get ?? set ?? add ?? '') ?? null;
  }
}
