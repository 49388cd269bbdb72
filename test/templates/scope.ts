import type { Shape } from './shape.ts';

/** Where in a template we are: what `this`, `..`, block parameters and `@index` mean here. */
export interface Scope {
  readonly context: Shape;
  readonly parent?: Scope;
  readonly root: Shape;
  readonly parameters: ReadonlyMap<string, Shape>;
  /** Inside of an `each`, where `@index`, `@first` … exist. */
  readonly looping: boolean;
}

/** A name that the model does not have, or a use of it that says nothing. */
export class TemplateProblem extends Error {}

const LOOP_DATA = ['index', 'key', 'first', 'last'];

/** The shape of what a path names. Throws TemplateProblem when there is no such thing. */
export function resolvePath(path: hbs.AST.PathExpression, scope: Scope): Shape {
  const [first = '', ...rest] = path.parts;
  if (path.data) {
    if (first === 'root') return follow(scope.root, rest, path);
    const at = ancestor(scope, path);
    if (LOOP_DATA.includes(first) && rest.length === 0 && at.looping) return { kind: 'value' };
    throw new TemplateProblem(`there is no ${path.original} here`);
  }
  const parameter = /^(this\b|\.)/.test(path.original) ? undefined : scope.parameters.get(first);
  if (parameter) return follow(parameter, rest, path);
  return follow(ancestor(scope, path).context, path.parts, path);
}

/** What a path's `..` stand for. */
function ancestor(scope: Scope, path: hbs.AST.PathExpression): Scope {
  let at: Scope | undefined = scope;
  for (let depth = 0; depth < path.depth; depth += 1) at = at?.parent;
  if (!at) throw new TemplateProblem(`${path.original} leads out of the model`);
  return at;
}

function follow(from: Shape, names: readonly string[], path: hbs.AST.PathExpression): Shape {
  return names.reduce((shape, name) => step(shape, name, path.original), from);
}

/** What is called `name` in a value of this shape. */
export function step(shape: Shape, name: string, original: string): Shape {
  if (shape.kind === 'object') {
    const field = shape.fields.get(name);
    if (field) return field;
  }
  if (shape.kind === 'list' && name === 'length') return { kind: 'value' };
  if (shape.kind === 'list' && /^\d+$/.test(name)) return itemOf(shape, original);
  throw new TemplateProblem(`there is no "${name}" in ${original}`);
}

/** What a list consists of; the values of an object, if they are all alike. */
export function itemOf(shape: Shape, original: string): Shape {
  if (shape.kind === 'list' && shape.item) return shape.item;
  if (shape.kind === 'list') throw new TemplateProblem(`nothing was ever seen in ${original}`);
  throw new TemplateProblem(`${original} is no list`);
}
