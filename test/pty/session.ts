/** What a pseudo-terminal is started with. */
export interface SessionStart {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly columns: number;
  readonly rows: number;
}

/** How a command in a pseudo-terminal ended, and how it left that. */
export interface Ending {
  /** Undefined when a signal ended it. */
  readonly exitCode?: number;
  readonly signal?: string;
  /** What `stty -a` says afterwards; undefined when the terminal is gone. */
  readonly state?: string;
}

/** A command that runs in a pseudo-terminal. */
export interface Session {
  readonly ended: Promise<Ending>;
  output(): string;
  send(keys: string): void;
  resize(columns: number, rows: number): void;
  signal(signal: NodeJS.Signals): void;
  hangUp(): void;
  /** Ends everything that the session started. */
  kill(): void;
}

export type StartSession = (start: SessionStart) => Session;
