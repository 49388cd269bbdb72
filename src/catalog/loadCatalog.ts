import type { Catalog, CompiledTemplate, LockGraph } from './catalog.ts';
import type { RelativePath } from './contribution.ts';
import type { Part, PartId } from './part.ts';

/** What the build makes of templates/: facts at once, code and data of a part when asked for. */
export interface CompiledCatalog {
  readonly parts: readonly Part[];
  readonly code: Loaders<Readonly<Record<RelativePath, CompiledTemplate>>>;
  readonly data: Loaders<{
    readonly texts: Readonly<Record<RelativePath, string>>;
    readonly lockGraph?: LockGraph;
  }>;
}

type Loaders<Chunk> = Readonly<Partial<Record<PartId, () => Chunk>>>;

/** The catalog that the build compiled. */
export function loadCatalog(compiled: CompiledCatalog): Catalog {
  return {
    parts: compiled.parts,
    templatesOf: (part) =>
      new Map(Object.entries({ ...compiled.code[part]?.(), ...compiled.data[part]?.().texts })),
    lockGraphOf: (language) => compiled.data[language]?.().lockGraph ?? {},
  };
}
