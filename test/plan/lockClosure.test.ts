import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GraphEdge, LockGraph } from '../../src/catalog/catalog.ts';
import { lockClosure } from '../../src/plan/lockClosure.ts';

type Edges = readonly (string | GraphEdge)[];

/** A graph in which each package requires these. */
function graphOf(
  packages: Readonly<Record<string, Edges | { requires: Edges; extras: Record<string, Edges> }>>,
): LockGraph {
  const edges = (all: Edges): GraphEdge[] =>
    all.map((edge) => (typeof edge === 'string' ? { name: edge } : edge));
  return Object.fromEntries(
    Object.entries(packages).map(([name, given]) => {
      const { requires, extras } = 'requires' in given ? given : { requires: given, extras: {} };
      const entries = Object.entries(extras).map(([extra, all]) => [extra, edges(all)] as const);
      const node = { version: `1.${name.length}`, hashes: [`sha256:${name}`] };
      return [name, { ...node, requires: edges(requires), extras: Object.fromEntries(entries) }];
    }),
  );
}

const roots = (...names: string[]) => names.map((name) => ({ name }));
const markersOf = (graph: LockGraph, ...names: string[]) =>
  Object.fromEntries(lockClosure(graph, roots(...names)).map(({ name, marker }) => [name, marker]));

describe('the closure', () => {
  it('is everything that the roots need and nothing else, by name', () => {
    const graph = graphOf({ web: ['log', 'http'], http: ['log'], log: [], other: ['log'] });
    expect(lockClosure(graph, roots('web'))).toEqual([
      { name: 'http', version: '1.4', marker: '', hashes: ['sha256:http'] },
      { name: 'log', version: '1.3', marker: '', hashes: ['sha256:log'] },
      { name: 'web', version: '1.3', marker: '', hashes: ['sha256:web'] },
    ]);
  });

  it('of nothing is nothing', () => {
    expect(lockClosure(graphOf({ a: [] }), [])).toEqual([]);
  });

  it('ends for packages that need each other', () => {
    const graph = graphOf({ a: ['b'], b: ['c'], c: ['a', { name: 'b', marker: 'old' }] });
    expect(markersOf(graph, 'a')).toEqual({ a: '', b: '', c: '' });
  });

  it('takes what an extra requires when it is asked for, and only then', () => {
    const db = { requires: ['pool'], extras: { c: ['speed'], docs: ['pages'] } };
    const graph = graphOf({ db, pool: [], speed: [], pages: [] });
    const names = (extras: string[]) =>
      lockClosure(graph, [{ name: 'db', extras }]).map(({ name }) => name);
    expect(names([])).toEqual(['db', 'pool']);
    expect(names(['c'])).toEqual(['db', 'pool', 'speed']);
    expect(names(['c', 'docs'])).toEqual(['db', 'pages', 'pool', 'speed']);
  });

  it('takes extras that an edge asks for, after the package was seen without them', () => {
    const graph = graphOf({
      app: ['db', { name: 'db', extras: ['c'] }],
      db: { requires: [], extras: { c: ['speed'] } },
      speed: [],
    });
    expect(Object.keys(markersOf(graph, 'app'))).toEqual(['app', 'db', 'speed']);
  });

  it('names a package that the graph lacks', () => {
    expect(() => lockClosure(graphOf({ a: ['b'] }), roots('a'))).toThrow(
      'the lock graph has no package "b"',
    );
  });
});

describe('markers', () => {
  const old = 'version < 3';
  const windows = "system == 'w'";

  it('are the condition of the only way to a package', () => {
    const graph = graphOf({ a: [{ name: 'b', marker: old }], b: ['c'], c: [] });
    expect(markersOf(graph, 'a')).toEqual({ a: '', b: old, c: old });
  });

  it('add up along a way', () => {
    const graph = graphOf({
      a: [{ name: 'b', marker: old }],
      b: [{ name: 'c', marker: windows }],
      c: [],
    });
    expect(markersOf(graph, 'a').c).toBe(`${windows} and ${old}`);
  });

  it('are alternatives when there are several ways', () => {
    const graph = graphOf({
      a: [
        { name: 'c', marker: old },
        { name: 'b', marker: windows },
      ],
      b: [{ name: 'c', marker: 'x' }],
      c: [],
    });
    expect(markersOf(graph, 'a').c).toBe(`(${windows} and x) or ${old}`);
  });

  it('vanish when one way is without any', () => {
    const graph = graphOf({ a: [{ name: 'c', marker: old }, 'b'], b: ['c'], c: [] });
    expect(markersOf(graph, 'a').c).toBe('');
  });

  it('keep alternatives together inside a conjunction', () => {
    const graph = graphOf({
      a: [{ name: 'b', marker: 'x or y' }],
      b: [{ name: 'c', marker: 'z' }],
      c: [],
    });
    expect(markersOf(graph, 'a').c).toBe('(x or y) and z');
  });
});

describe('of any graph', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const edges = fc.array(
    fc.record({ name: fc.constantFrom(...names), marker: fc.constantFrom('x', 'y', 'x or y', '') }),
    { maxLength: 3 },
  );
  const graphs = fc.record(Object.fromEntries(names.map((name) => [name, edges]))).map(graphOf);

  /** Whether a marker holds where x and y are these. */
  const holds = (marker: string, x: boolean, y: boolean): boolean => {
    const code = marker.replaceAll(' and ', '&&').replaceAll(' or ', '||');
    return marker === '' || new Function('x', 'y', `return ${code}`)(x, y);
  };

  /** What is reached where x and y are these, found by walking. */
  const reached = (graph: LockGraph, wanted: readonly string[], x: boolean, y: boolean) => {
    const found = new Set(wanted);
    for (const name of found)
      for (const edge of graph[name]?.requires ?? [])
        if (holds(edge.marker ?? '', x, y)) found.add(edge.name);
    return [...found].sort();
  };

  it('the markers say exactly where each package is needed', () => {
    const both = fc.boolean();
    fc.assert(
      fc.property(graphs, fc.subarray(names), both, both, (graph, wanted, x, y) => {
        const needed = lockClosure(graph, roots(...wanted)).filter(({ marker }) =>
          holds(marker, x, y),
        );
        expect(needed.map(({ name }) => name)).toEqual(reached(graph, wanted, x, y));
      }),
      { numRuns: 500 },
    );
  });
});
