/** A request of the check file. `${unique}` in path, text or JSON becomes a new value in each round. */
export interface HttpStep {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
}

/**
 * Something that is written by one request and can be read by another. Cookies that `write` is
 * answered with are sent by `read`; `${location}` is the Location of that answer.
 */
export interface StateStep {
  readonly name: string;
  /** The environment variable of the resource that keeps it. */
  readonly resource?: string;
  readonly write: HttpStep;
  /** Its answer holds the value of `${unique}`; without one in the step, `write` changes it. */
  readonly read: HttpStep;
}

/** How a job is given to the queue, and how one learns what became of it. */
export interface JobStep {
  readonly submit: HttpStep;
  /** JSON pointer to the job's id in the answer of `submit`. */
  readonly id: string;
  /** `${id}` is the job's id. */
  readonly result: HttpStep;
  /** JSON pointer to the job's state, and the values that mean that it is over. */
  readonly state: string;
  readonly done: readonly string[];
  /** JSON pointer to how often it was begun; default `/attempts`, where the answer has it. */
  readonly attempts?: string;
  /** Seconds in which all are over, those of a worker that died included; default 60. */
  readonly within?: number;
}

/**
 * `twelve-factor.check.json`: what can't be inferred from a project. Every member is optional; what
 * is not told is inferred where a public convention allows it, and else not checked.
 */
export interface CheckFile {
  /** Process types and their commands, instead of a Procfile's. */
  readonly processes?: Readonly<Record<string, string>>;
  /** Folders of the project to put on PATH, e.g. `.venv/bin`. */
  readonly path?: readonly string[];
  /** Commands that build the project from its sources, run in a copy with an empty environment. */
  readonly build?: readonly string[];
  /** What installing and building make besides `node_modules`, `.venv`, `dist` and the like. */
  readonly built?: readonly string[];
  /** Values for the run, over `.env.example`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A second deploy: variables of another database and the like. */
  readonly otherDeploy?: Readonly<Record<string, string>>;
  readonly ready?: string;
  readonly live?: string;
  /** A request with a body that the app reads: sent slowly, it is in flight. */
  readonly inFlight?: HttpStep;
  /** Paths to GET when the app is exercised. */
  readonly routes?: readonly string[];
  readonly state?: readonly StateStep[];
  readonly jobs?: JobStep;
  /** Admin tasks and their commands. */
  readonly admin?: Readonly<Record<string, string>>;
  /** Names of files and folders that the app may write, e.g. caches. */
  readonly writable?: readonly string[];
}
