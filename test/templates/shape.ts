import type { Project } from '../../src/plan/project.ts';

/** What a value of the model is made of, as far as templates can tell. */
export type Shape =
  | { readonly kind: 'value' }
  /** Text that a user wrote: it needs an encoder. */
  | { readonly kind: 'free text' }
  /** The items of all lists that were seen in one place; none if all of them were empty. */
  | { readonly kind: 'list'; readonly item: Shape | undefined }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Shape> };

/** What templates may say about the model, from projects that were really composed. */
export function shapeOfProjects(projects: readonly Project[]): Shape {
  const shape = projects.map(shapeOf).reduce(merge);
  if (shape.kind !== 'object') throw new Error('a project is an object');
  const fields = new Map(shape.fields);
  return { ...shape, fields: fields.set('description', { kind: 'free text' }) };
}

/** Where a shape holds lists of which nothing was ever seen. */
export function emptyLists(shape: Shape, path = ''): readonly string[] {
  if (shape.kind === 'object')
    return [...shape.fields].flatMap(([name, field]) => emptyLists(field, `${path}.${name}`));
  if (shape.kind !== 'list') return [];
  return shape.item ? emptyLists(shape.item, `${path}[]`) : [path];
}

function shapeOf(value: unknown): Shape {
  if (Array.isArray(value))
    return { kind: 'list', item: value.length > 0 ? value.map(shapeOf).reduce(merge) : undefined };
  if (typeof value !== 'object' || value === null) return { kind: 'value' };
  const fields = Object.entries(value).map(([name, field]) => [name, shapeOf(field)] as const);
  return { kind: 'object', fields: new Map(fields) };
}

/** What two values have in the same place: a name of either exists. */
function merge(one: Shape, other: Shape): Shape {
  if (one.kind === 'list' && other.kind === 'list') {
    const items = [one.item, other.item].filter((item) => item !== undefined);
    return { kind: 'list', item: items.length > 0 ? items.reduce(merge) : undefined };
  }
  if (one.kind === 'object' && other.kind === 'object') {
    const fields = new Map(one.fields);
    for (const [name, field] of other.fields) {
      const known = fields.get(name);
      fields.set(name, known ? merge(known, field) : field);
    }
    return { kind: 'object', fields };
  }
  return one.kind === 'value' ? other : one;
}
