import type { GraphEdge, LockGraph } from '../catalog/catalog.ts';

/** A package of a project's lock. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** When it is needed, in the language's own notation; empty means always. */
  readonly marker: string;
  readonly hashes: readonly string[];
}

/** A package that the project asks for itself. */
export type Root = Omit<GraphEdge, 'marker'>;

/**
 * Everything that the roots need, by name: the closure of one resolution, so that all its
 * versions fit together. A package that is reached under conditions only gets their disjunction.
 * @throws Error when the graph lacks a package: the lock must be made again.
 */
export function lockClosure(graph: LockGraph, roots: readonly Root[]): readonly LockedPackage[] {
  const markers = new Map<string, Set<string>>();
  const visited = new Set<string>();

  const visit = ({ name, extras = [], marker }: GraphEdge, path: readonly string[]): void => {
    const isNew = marker && !path.includes(marker);
    const conditions = isNew ? [...path, marker].sort() : path;
    const condition = conjunction(conditions);
    const key = `${name}[${extras}]${condition}`;
    if (visited.has(key)) return;
    visited.add(key);
    const node = graph[name];
    if (!node) throw new Error(`the lock graph has no package "${name}"`);
    const known = markers.get(name);
    if (known) known.add(condition);
    else markers.set(name, new Set([condition]));
    for (const next of node.requires) visit(next, conditions);
    for (const extra of extras)
      for (const next of node.extras?.[extra] ?? []) visit(next, conditions);
  };
  for (const root of roots) visit(root, []);

  return [...markers.keys()].sort().map((name) => {
    const node = graph[name] as LockGraph[string];
    return {
      name,
      version: node.version,
      marker: disjunction(markers.get(name)),
      hashes: node.hashes,
    };
  });
}

function conjunction(conditions: readonly string[]): string {
  if (conditions.length <= 1) return conditions[0] ?? '';
  return conditions
    .map((condition) => (/ or /.test(condition) ? `(${condition})` : condition))
    .join(' and ');
}

function disjunction(conditions: ReadonlySet<string> = new Set()): string {
  if (conditions.has('')) return '';
  const sorted = [...conditions].sort();
  if (sorted.length <= 1) return sorted[0] ?? '';
  return sorted
    .map((condition) => (/ and /.test(condition) ? `(${condition})` : condition))
    .join(' or ');
}
