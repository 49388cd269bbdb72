/** One thing that is done after the project is on disk. Its failure never undoes the project. */
export interface Step {
  readonly id: 'git' | 'install' | 'docker-build' | 'docker-run';
  readonly outcome: 'done' | 'skipped' | 'failed';
  /** One sentence for the user. */
  readonly message: string;
  /** The exit code of the program that failed. */
  readonly exitCode?: number;
  /** The last lines that the failed program printed. */
  readonly lastLines?: readonly string[];
  /** The command line that repeats or finishes the step, run in the project's directory. */
  readonly repeat?: string;
  /** What the step made: an image tag, a URL. */
  readonly made?: Readonly<Record<string, string>>;
}
