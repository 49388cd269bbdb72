/** A request that `check` makes; `${unique}` becomes a new value each time. */
export interface RequestStep {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
}

/** What `check` can't infer from a project: its part of twelve-factor.check.json. */
export interface CheckContribution {
  /** Folders whose programs the commands of the project are. */
  readonly path?: readonly string[];
  readonly ready?: string;
  readonly live?: string;
  /** A request whose body the app reads, so that it can be held in flight. */
  readonly inFlight?: RequestStep;
  /** Something that is written by one request and read by another. */
  readonly state?: readonly CheckedState[];
  /** Names of files and folders that a run may write. */
  readonly writable?: readonly string[];
}

export interface CheckedState {
  readonly name: string;
  /** The variable of the resource that keeps it. */
  readonly resource?: string;
  readonly write: RequestStep;
  readonly read: RequestStep;
}
