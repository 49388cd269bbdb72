/** The reference apps that mutants are made from. */
export type ReferenceName = 'node' | 'python';

/** One text that is replaced; it is in the file exactly once. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A good app with one thing broken, and the requirement that must see it. */
export interface Mutant {
  /** Goes on after "an app that". */
  readonly name: string;
  readonly app: ReferenceName;
  readonly breaks: string;
  readonly edits?: readonly Edit[];
  /** Files that are added or replaced, by their path. */
  readonly files?: Readonly<Record<string, string>>;
  /** What is committed and then removed by a second commit. */
  readonly history?: Readonly<Record<string, string>>;
  /** Patterns that the repository ignores besides. */
  readonly ignored?: readonly string[];
  /** False leaves the project without a repository. */
  readonly repository?: boolean;
  /** What the finding says: in what was observed, or in its evidence. */
  readonly saying: RegExp;
}

/** Edits of one file. */
export function edits(file: string, ...pairs: readonly (readonly [string, string])[]): Edit[] {
  return pairs.map(([from, to]) => ({ file, from, to }));
}
