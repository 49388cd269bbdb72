import type { Catalog, LockGraph } from '../../src/catalog/catalog.ts';
import { compileTemplate } from '../../src/catalog/compileTemplate.ts';
import type { Part, PartKind } from '../../src/catalog/part.ts';

interface Given extends Partial<Part> {
  readonly files?: Readonly<Record<string, string>>;
}

const RUNTIME = {
  label: 'Ember',
  version: '2',
  minimum: '1',
  image: 'ember:2',
  memory: '64m',
};

/** A small catalog in memory: one language, one stack, and what a test adds, by id. */
export function catalogOf(given: Readonly<Record<string, Given>>, graph: LockGraph = {}): Catalog {
  const all: Readonly<Record<string, Given>> = {
    'languages/ember': { contributes: { runtime: RUNTIME } },
    'stacks/kite': { language: 'ember' },
    ...given,
  };
  return {
    parts: Object.entries(all).map(([id, part]) => toPart(id, part)),
    templatesOf: (id) =>
      new Map(
        Object.entries(all[id]?.files ?? {}).map(([path, text]) => [path, compileTemplate(text)]),
      ),
    lockGraphOf: () => graph,
  };
}

function toPart(id: string, { files: _, ...part }: Given): Part {
  const name = id.split('/').at(-1) ?? id;
  return {
    id,
    kind: kindOf(id),
    name,
    label: name,
    summary: name,
    order: 1,
    contributes: {},
    ...part,
  };
}

function kindOf(id: string): PartKind {
  if (id.includes('/drivers/')) return 'driver';
  if (id.includes('/examples/')) return 'example';
  return id.split('/')[0]?.replace(/ies$/, 'y').replace(/s$/, '') as PartKind;
}

/** Answers for such a catalog. */
export function answersFor(services: readonly string[] = [], name = 'orders') {
  return {
    directory: name,
    name,
    description: 'Takes orders',
    stack: 'kite',
    services,
    targets: [],
  };
}
