/** One change to the good app, and the check that must notice it. */
export interface Mutant {
  readonly name: string;
  /** What is replaced, each text exactly once. */
  readonly edits: readonly { readonly file: string; readonly from: string; readonly to: string }[];
  /** The start of the title of the check that must fail … */
  readonly caughtBy: string;
  readonly mode?: 'plain' | 'pid1';
  /** … and what its message must say. */
  readonly saying: RegExp;
}

type Edits = Mutant['edits'];

/** One edit of a file of the good app, as a mutant's list of edits. */
const inFile =
  (file: string) =>
  (from: string, to: string): Edits => [{ file, from, to }];

export const inConfig = inFile('config.mjs');
export const inMain = inFile('main.mjs');
export const inServer = inFile('server.mjs');
export const inOpenapi = inFile('openapi.json');
