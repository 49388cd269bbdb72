/** What a template was compiled into: text, and what stands between, in their order. */
export type Program = readonly (string | Expression)[];

export type Expression = Lookup | Literal | Call;

/** A value, by the names on the way to it. */
export interface Lookup {
  /** Where the way begins: at a context, at the data of a loop (`@`), or at that parameter of a block. */
  readonly from: 'context' | 'data' | number;
  /** How many contexts, loops or blocks with parameters further out. */
  readonly up: number;
  readonly path: readonly string[];
}

export interface Literal {
  readonly literal: string | number | boolean;
}

/** A helper with its arguments; as a block, with what it renders. */
export interface Call {
  readonly helper: string;
  readonly args: readonly Expression[];
  readonly block?: Program;
  readonly otherwise?: Program;
  /** Whether the block names parameters. */
  readonly named?: boolean;
}
