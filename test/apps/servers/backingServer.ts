/** A backing service of the suite's own, on a free port of loopback. */
export interface BackingServer {
  readonly port: number;
  start(): Promise<void>;
  /** Ends it at once, as a crash would. */
  stop(): Promise<void>;
  /** Ends every connection of clients. */
  killConnections(): void | Promise<void>;
  remove(): Promise<void>;
}

/** Who connects. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

export const LOGIN: Login = { user: 'app', password: 'local-only' };
