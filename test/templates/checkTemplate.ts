import Handlebars from 'handlebars';
import { ENCODER_NAMES } from '../../src/plan/encoders.ts';
import { itemOf, resolvePath, type Scope, step, TemplateProblem } from './scope.ts';
import type { Shape } from './shape.ts';

/** What templates are held against. */
export interface Model {
  readonly shape: Shape;
  /** The names of all parts: no condition may ask for one. */
  readonly partNames: ReadonlySet<string>;
}

/** How many arguments each encoder takes. */
const ARGUMENTS: Readonly<Record<string, number>> = { join: 2 };

/**
 * Walks a template's syntax tree and says, a line each, what Handlebars would let pass in
 * silence: names that the model does not have wherever they stand, comparisons, conditions on
 * parts, helpers and blocks that are not ours, free text without an encoder.
 */
export function checkTemplate(text: string, model: Model): readonly string[] {
  const problems: string[] = [];
  const root: Scope = {
    context: model.shape,
    root: model.shape,
    parameters: new Map(),
    looping: false,
  };
  const attempt = (node: hbs.AST.Node, check: () => void): void => {
    try {
      check();
    } catch (error) {
      if (!(error instanceof TemplateProblem)) throw error;
      problems.push(`line ${node.loc.start.line}: ${error.message}`);
    }
  };

  const walk = (program: hbs.AST.Program | undefined, scope: Scope): void => {
    for (const statement of program?.body ?? [])
      attempt(statement, () => checkStatement(statement, scope));
  };
  const checkStatement = (statement: hbs.AST.Statement, scope: Scope): void => {
    if (isMustache(statement)) checkMustache(statement, scope, model);
    else if (isBlock(statement)) checkBlock(statement, scope);
    else if (!['ContentStatement', 'CommentStatement'].includes(statement.type))
      throw new TemplateProblem(`a ${statement.type} has no place in a template`);
  };
  const checkBlock = (block: hbs.AST.BlockStatement, scope: Scope): void => {
    const name = block.path.original;
    attempt(block, () => walk(block.program, innerScope(block, scope, model)));
    walk(block.inverse, scope);
    if (!['if', 'unless', 'each', 'with'].includes(name))
      throw new TemplateProblem(`{{#${name}}} is no block of ours`);
  };

  walk(Handlebars.parse(text), root);
  return problems;
}

function isMustache(node: hbs.AST.Node): node is hbs.AST.MustacheStatement {
  return node.type === 'MustacheStatement';
}

function isBlock(node: hbs.AST.Node): node is hbs.AST.BlockStatement {
  return node.type === 'BlockStatement';
}

function isPath(node: hbs.AST.Node | undefined): node is hbs.AST.PathExpression {
  return node?.type === 'PathExpression';
}

function isText(node: hbs.AST.Node | undefined): node is hbs.AST.StringLiteral {
  return node?.type === 'StringLiteral';
}

/** What the names inside of a block mean. */
function innerScope(block: hbs.AST.BlockStatement, scope: Scope, model: Model): Scope {
  const [subject, more] = block.params;
  if (!subject || more || block.hash?.pairs.length)
    throw new TemplateProblem(`{{#${block.path.original}}} takes one argument`);
  if (['if', 'unless'].includes(block.path.original)) {
    checkCondition(subject, scope, model);
    return scope;
  }
  const shape = shapeOfExpression(subject, scope, model);
  const looping = block.path.original === 'each';
  const context = looping ? itemOf(shape, textOf(subject)) : shape;
  const names = block.program.blockParams ?? [];
  const given = names.map((name, index): readonly [string, Shape] => [
    name,
    index === 0 ? context : { kind: 'value' },
  ]);
  const parameters = new Map([...scope.parameters, ...given]);
  return { context, parent: scope, root: scope.root, parameters, looping };
}

/** A condition is one name of the data; it compares nothing and asks for no part. */
function checkCondition(condition: hbs.AST.Expression, scope: Scope, model: Model): void {
  if (!isPath(condition)) throw new TemplateProblem('a condition is a name, and no comparison');
  resolvePath(condition, scope);
  const part = condition.parts.find((name) => model.partNames.has(name));
  if (part) throw new TemplateProblem(`the condition ${condition.original} asks for a part`);
}

function checkMustache(
  { path, params, hash }: hbs.AST.MustacheStatement,
  scope: Scope,
  model: Model,
): void {
  if (!isPath(path)) throw new TemplateProblem('a literal needs no expression');
  const shape = shapeOfCall(path, params, hash, scope, model);
  if (shape.kind === 'free text') throw new TemplateProblem(`${path.original} needs an encoder`);
  if (shape.kind !== 'value')
    throw new TemplateProblem(`${path.original} is of kind ${shape.kind}: it has no text`);
}

function shapeOfCall(
  path: hbs.AST.PathExpression,
  params: readonly hbs.AST.Expression[],
  hash: hbs.AST.Hash | undefined,
  scope: Scope,
  model: Model,
): Shape {
  const name = path.original;
  const isEncoder = (ENCODER_NAMES as readonly string[]).includes(name);
  if (hash?.pairs.length) throw new TemplateProblem(`${name} takes no named arguments`);
  if (name === 'lookup') return shapeOfLookup(params, scope, model);
  if (!isEncoder && params.length === 0) return resolvePath(path, scope);
  if (!isEncoder) throw new TemplateProblem(`${name} is no helper of ours`);
  const [value, ...more] = params;
  if (!value || params.length !== (ARGUMENTS[name] ?? 1) || !more.every(isText))
    throw new TemplateProblem(`${name} is called with the wrong arguments`);
  shapeOfExpression(value, scope, model);
  return { kind: 'value' };
}

function shapeOfExpression(node: hbs.AST.Expression, scope: Scope, model: Model): Shape {
  if (isPath(node)) return resolvePath(node, scope);
  if (node.type !== 'SubExpression') throw new TemplateProblem('a literal stands for a name');
  const { path, params, hash } = node as hbs.AST.SubExpression;
  return shapeOfCall(path, params, hash, scope, model);
}

function shapeOfLookup(params: readonly hbs.AST.Expression[], scope: Scope, model: Model): Shape {
  const [subject, key] = params;
  if (!subject || !key || params.length !== 2)
    throw new TemplateProblem('lookup takes a value and a name');
  const shape = shapeOfExpression(subject, scope, model);
  if (!isText(key)) {
    shapeOfExpression(key, scope, model);
    return itemOf(shape, textOf(subject));
  }
  if (model.partNames.has(key.value)) throw new TemplateProblem(`lookup asks for a part`);
  return step(shape, key.value, `lookup ${textOf(subject)}`);
}

function textOf(node: hbs.AST.Expression): string {
  return isPath(node) ? node.original : node.type;
}
