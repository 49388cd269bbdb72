/** Who connects. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** A database server of the suite's own, on a free port of loopback. */
export interface SqlServer {
  readonly port: number;
  start(): Promise<void>;
  /** Ends it at once, as a crash would. */
  stop(): Promise<void>;
  /** Makes an empty database and a user who owns it; gives its URL, at another port if one is given. */
  createDatabase(name: string, login: Login, port?: number): string;
  /** Runs SQL as the administrator in one of the databases, and gives the rows as text. */
  query(database: string, sql: string): string;
  /** Ends every connection of clients. */
  killConnections(): void;
  remove(): Promise<void>;
}

export const LOGIN: Login = { user: 'app', password: 'local-only' };
