import type { Catalog } from './catalog.ts';
import type { Part, PartKind } from './part.ts';

/** The parts of one kind, in the order in which users see them. */
export function partsOfKind(catalog: Catalog, kind: PartKind): readonly Part[] {
  return catalog.parts
    .filter((part) => part.kind === kind)
    .sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
}

/** The part of a kind with the name that users give it. */
export function findPart(catalog: Catalog, kind: PartKind, name: string): Part | undefined {
  return catalog.parts.find((part) => part.kind === kind && part.name === name);
}
