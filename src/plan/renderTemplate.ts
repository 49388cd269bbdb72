import Handlebars from 'handlebars/runtime';
import type { CompiledTemplate } from '../catalog/catalog.ts';
import type { Call, Expression, Lookup, Program } from '../catalog/template.ts';
import { ENCODERS } from './encoders.ts';

type Encoder = (value: unknown, argument: unknown) => string;

/** An environment of our own: no helper but the encoders, no partials, no prototype access. */
const environment = Handlebars.create();
for (const [name, encode] of Object.entries(ENCODERS)) {
  environment.registerHelper(name, (value: unknown, argument: unknown) => {
    if (value === undefined) throw new Error(`"${name}" was given a name that does not exist`);
    return (encode as Encoder)(value, argument);
  });
}

/** What Handlebars hands to the code of a template, as far as ours uses it. */
interface Runtime {
  strict(object: unknown, name: string): unknown;
  lookupProperty(object: unknown, name: string): unknown;
  data(data: Data, up: number): Data;
  noop(): string;
  readonly nullContext: object;
  readonly helpers: Readonly<Record<string, (this: unknown, ...args: unknown[]) => unknown>>;
}

type Data = Readonly<Record<string, unknown>>;

/** What names mean at one place of a template. */
interface Scope {
  readonly runtime: Runtime;
  readonly context: unknown;
  /** The scope around, which has another context. */
  readonly outer: Scope | undefined;
  readonly data: Data;
  /** The values of the parameters of blocks, those of the innermost first. */
  readonly parameters: readonly (readonly unknown[])[];
}

/** The one template that Handlebars knows of: its code is whatever program it is given. */
const render = environment.template({
  compiler: [8, '>= 4.3.0'],
  useData: true,
  main: (runtime: Runtime, context: object, _helpers: object, _partials: object, data: Data) =>
    textOf(data.program as Program, { runtime, context, outer: undefined, data, parameters: [] }),
});

/**
 * Renders one compiled template. Pure.
 * @throws Error naming the path, when the template asks for a name that `model` does not have.
 */
export function renderTemplate(template: CompiledTemplate, model: object, path: string): string {
  if (typeof template === 'string') return template;
  try {
    return render(model, { data: { program: template } });
  } catch (cause) {
    throw new Error(`the template of ${path} does not render: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function textOf(program: Program, scope: Scope): string {
  let text = '';
  for (const part of program) text += typeof part === 'string' ? part : shown(part, scope);
  return text;
}

function shown(expression: Expression, scope: Scope): string {
  const value = 'path' in expression ? find(expression, scope, true) : evaluate(expression, scope);
  return value === undefined || value === null ? '' : String(value);
}

function evaluate(expression: Expression, scope: Scope): unknown {
  if ('path' in expression) return find(expression, scope, false);
  return 'helper' in expression ? call(expression, scope) : expression.literal;
}

/** Follows a path. What the last name stands for must be there if `strict`, all before it always. */
function find(lookup: Lookup, scope: Scope, strict: boolean): unknown {
  const { runtime } = scope;
  const { path } = lookup;
  let value = startOf(lookup, scope);
  for (let index = 0; index < path.length; index += 1) {
    const name = path[index] as string;
    const isLast = index === path.length - 1;
    value = strict && isLast ? runtime.strict(value, name) : runtime.lookupProperty(value, name);
  }
  return value;
}

function startOf({ from, up }: Lookup, scope: Scope): unknown {
  if (from === 'data') return scope.runtime.data(scope.data, up);
  if (from !== 'context') return scope.parameters[up]?.[from];
  let place: Scope | undefined = scope;
  for (let left = up; left > 0; left -= 1) place = place?.outer;
  return place?.context;
}

const NO_HASH = {};

function call({ helper, args, block, otherwise, named = false }: Call, scope: Scope): unknown {
  const { runtime, context, data } = scope;
  const values = args.map((arg) => evaluate(arg, scope));
  const fn = block ? renderer(block, scope, named) : runtime.noop;
  const inverse = otherwise ? renderer(otherwise, scope, false) : runtime.noop;
  values.push({ name: helper, hash: NO_HASH, data, fn, inverse });
  return runtime.helpers[helper]?.apply(context ?? runtime.nullContext, values);
}

/** What a helper hands to the block that it renders, besides the context. */
interface Turn {
  readonly data?: Data;
  readonly blockParams?: readonly unknown[];
}

/** A program as a function for helpers. */
function renderer(program: Program, scope: Scope, named: boolean) {
  return (context: unknown, turn?: Turn): string =>
    textOf(program, turn ? inner(scope, context, turn, named) : scope);
}

function inner(scope: Scope, context: unknown, turn: Turn, named: boolean): Scope {
  const { data = scope.data, blockParams = [] } = turn;
  return {
    runtime: scope.runtime,
    context,
    outer: context === scope.context ? scope.outer : scope,
    data,
    parameters: named ? [blockParams, ...scope.parameters] : scope.parameters,
  };
}
