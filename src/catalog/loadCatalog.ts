import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog, CompiledTemplate, LockGraph } from './catalog.ts';
import type { Contribution, RelativePath } from './contribution.ts';
import type { Part, PartId } from './part.ts';

/** What the build makes of templates/: the file `parts.json`, of all parts, holds what to choose by. */
export type PartFacts = Omit<Part, 'contributes'>;

/** The file `parts/ID.json` of each part: everything else, loaded when the part is asked for it. */
export interface CompiledPart {
  readonly contributes: Contribution;
  readonly templates: readonly (readonly [RelativePath, CompiledTemplate])[];
  readonly lockGraph?: LockGraph;
}

/** The catalog that the build compiled into a folder. */
export function loadCatalog(folder: string): Catalog {
  const facts = readJson(join(folder, 'parts.json')) as readonly PartFacts[];
  const loaded = new Map<PartId, CompiledPart>();
  const load = (id: PartId): CompiledPart => {
    const part = loaded.get(id) ?? (readJson(join(folder, 'parts', `${id}.json`)) as CompiledPart);
    loaded.set(id, part);
    return part;
  };
  return {
    parts: facts.map((part) => ({
      ...part,
      get contributes() {
        return load(part.id).contributes;
      },
    })),
    templatesOf: (part) => new Map(load(part).templates),
    lockGraphOf: (language) => load(language).lockGraph ?? {},
  };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
