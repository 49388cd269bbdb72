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

type Helper = (this: unknown, ...args: unknown[]) => unknown;
type Data = Readonly<Record<string, unknown>>;

const helpers = environment.helpers as Readonly<Record<string, Helper>>;

/** What names mean at one place of a template. */
interface Scope {
  readonly context: unknown;
  /** The scope around, which has another context. */
  readonly outer: Scope | undefined;
  readonly data: Data;
  /** The values of the parameters of blocks, those of the innermost first. */
  readonly parameters: readonly (readonly unknown[])[];
}

/**
 * Renders one compiled template: the blocks and their loops are Handlebars' own. Pure.
 * @throws Error naming the path, when the template asks for a name that `model` does not have.
 */
export function renderTemplate(template: CompiledTemplate, model: object, path: string): string {
  if (typeof template === 'string') return template;
  try {
    const scope = { context: model, outer: undefined, data: { root: model }, parameters: [] };
    return textOf(template, scope);
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
  const { path } = lookup;
  const checked = strict ? path.length : path.length - 1;
  let value = startOf(lookup, scope);
  for (let index = 0; index < path.length; index += 1) {
    const name = path[index] as string;
    value = ownProperty(value, name);
    if (value === undefined && index < checked) throw new Error(`there is no "${name}"`);
  }
  return value;
}

/** Nothing is reached through prototypes. */
function ownProperty(object: unknown, name: string): unknown {
  const isThere = object !== undefined && object !== null && Object.hasOwn(object, name);
  return isThere ? (object as Data)[name] : undefined;
}

function startOf({ from, up }: Lookup, scope: Scope): unknown {
  if (from === 'context') return climb(scope, 'outer', up)?.context;
  return from === 'data' ? climb(scope.data, '_parent', up) : scope.parameters[up]?.[from];
}

/** What is so many steps further out. */
function climb<Place, Key extends keyof Place>(
  place: Place,
  key: Key,
  up: number,
): Place | undefined {
  let at: Place | undefined = place;
  for (let left = up; left > 0; left -= 1) at = at?.[key] as Place | undefined;
  return at;
}

const NO_HASH = {};
const nothing = (): string => '';

function call({ helper, args, block, otherwise, named = false }: Call, scope: Scope): unknown {
  const options = {
    name: helper,
    hash: NO_HASH,
    data: scope.data,
    fn: block ? renderer(block, scope, named) : nothing,
    inverse: otherwise ? renderer(otherwise, scope, false) : nothing,
    lookupProperty: ownProperty,
  };
  const values = args.map((arg) => evaluate(arg, scope));
  return helpers[helper]?.call(scope.context ?? {}, ...values, options);
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
    context,
    outer: context === scope.context ? scope.outer : scope,
    data,
    parameters: named ? [blockParams, ...scope.parameters] : scope.parameters,
  };
}
