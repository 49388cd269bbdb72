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
  /** How a job is given to the queue, and where one reads what became of it. */
  readonly jobs?: CheckedJobs;
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

export interface CheckedJobs {
  readonly submit: RequestStep;
  /** JSON pointer to the id in the answer of `submit`. */
  readonly id: string;
  /** `${id}` is that id. */
  readonly result: RequestStep;
  /** JSON pointer to the state, and the values that mean that the job is over. */
  readonly state: string;
  readonly done: readonly string[];
}
