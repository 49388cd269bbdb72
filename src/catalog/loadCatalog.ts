import type { Catalog, CompiledTemplate, LockGraph } from './catalog.ts';
import type { Part, PartId, RelativePath } from './part.ts';

/** What the build makes of templates/: facts at once, templates and locks when asked for. */
interface CompiledCatalog {
  readonly parts: readonly Part[];
  readonly templates: Readonly<
    Record<PartId, () => Readonly<Record<RelativePath, CompiledTemplate>>>
  >;
  readonly lockGraphs: Readonly<Record<PartId, () => LockGraph>>;
}

/** The catalog that was compiled into this program. */
export function loadCatalog(): Catalog {
  const compiled = require('./catalog.cjs') as CompiledCatalog;
  return {
    parts: compiled.parts,
    templatesOf: (part) => new Map(Object.entries(compiled.templates[part]?.() ?? {})),
    lockGraphOf: (language) => compiled.lockGraphs[language]?.() ?? {},
  };
}
