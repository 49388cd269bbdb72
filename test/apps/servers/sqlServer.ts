import type { BackingServer, Login } from './backingServer.ts';

/** A database server. */
export interface SqlServer extends BackingServer {
  /** Makes an empty database and a user who owns it; gives its URL, at another port if one is given. */
  createDatabase(name: string, login: Login, port?: number): string;
  /** Lets a user have so many connections at the same time, at most. */
  limitConnections(user: string, most: number): void;
  /** Runs SQL as the administrator in one of the databases, and gives the rows as text. */
  query(database: string, sql: string): string;
}
