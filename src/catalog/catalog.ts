import type { RelativePath } from './contribution.ts';
import type { Part, PartId } from './part.ts';
import type { Program } from './template.ts';

/** A template as data; one without expressions is its text. */
export type CompiledTemplate = Program | string;

/** One package of a lock graph. */
export interface GraphPackage {
  readonly version: string;
  readonly hashes: readonly string[];
  readonly requires: readonly GraphEdge[];
  /** What an extra of the package requires besides. */
  readonly extras?: Readonly<Record<string, readonly GraphEdge[]>>;
}

export interface GraphEdge {
  readonly name: string;
  readonly extras?: readonly string[];
  /** The condition under which it is needed, in the language's own notation. */
  readonly marker?: string;
}

/** One resolution of everything that a language's parts may need, by package name. */
export type LockGraph = Readonly<Record<string, GraphPackage>>;

/** All parts, read and validated once. What is heavy is loaded when it is asked for. */
export interface Catalog {
  readonly parts: readonly Part[];
  /** The templates of a part, by the path that each renders. */
  templatesOf(part: PartId): ReadonlyMap<RelativePath, CompiledTemplate>;
  /** The lock graph of a language; empty if the language has none. */
  lockGraphOf(language: PartId): LockGraph;
}
