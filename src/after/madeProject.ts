/** What the steps need to know of a project that is on disk. */
export interface MadeProject {
  /** The absolute path of the project. */
  readonly directory: string;
  readonly name: string;
  /** The relative paths that were written, with `/`. */
  readonly files: readonly string[];
  /** Those of `files` that are executable. */
  readonly executables?: readonly string[];
  /** The commands that install the dependencies, run in this order in the directory. */
  readonly installCommands: readonly (readonly string[])[];
  /** The documented local environment: the values of .env.example. */
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  /** The backing services that were selected. */
  readonly services: readonly string[];
  /** The tag of the image. */
  readonly image: string;
  /** The port that the app serves in its container. */
  readonly port: number;
  /** How much memory one container of it gets, as docker has it. */
  readonly memory: string;
}
