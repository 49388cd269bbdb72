import Handlebars from 'handlebars';
import { ENCODER_NAMES } from '../plan/encoders.ts';
import type { CompiledTemplate } from './catalog.ts';
import type { Call, Expression, Lookup, Program } from './template.ts';

const HELPERS = new Set<string>(['each', 'if', 'lookup', 'unless', 'with', ...ENCODER_NAMES]);

/** What templates consist of, as Handlebars reads them. */
type Statement =
  | hbs.AST.ContentStatement
  | hbs.AST.CommentStatement
  | hbs.AST.MustacheStatement
  | hbs.AST.BlockStatement;
type Operand =
  | hbs.AST.PathExpression
  | hbs.AST.SubExpression
  | hbs.AST.StringLiteral
  | hbs.AST.NumberLiteral
  | hbs.AST.BooleanLiteral;

/** The names of the parameters of the blocks around an expression, of the innermost block first. */
type Parameters = readonly (readonly string[])[];

/**
 * Compiles the text of a Handlebars template into data, which costs a run less than code would;
 * text without expressions into itself.
 * @throws Error when it has a fault, or what templates do without: partials, helpers that are not ours
 */
export function compileTemplate(text: string): CompiledTemplate {
  const program = compileProgram(Handlebars.parse(text), []);
  const [only = '', ...more] = program;
  return typeof only === 'string' && more.length === 0 ? only : program;
}

function compileProgram({ body }: hbs.AST.Program, parameters: Parameters): Program {
  return (body as Statement[])
    .map((statement) => compileStatement(statement, parameters))
    .filter((compiled) => compiled !== '');
}

function compileStatement(statement: Statement, parameters: Parameters): string | Expression {
  switch (statement.type) {
    case 'ContentStatement':
      return statement.value;
    case 'CommentStatement':
      return '';
    case 'MustacheStatement':
      return compileMustache(statement, parameters);
    case 'BlockStatement':
      return compileBlock(statement, parameters);
    default:
      throw unknown((statement as hbs.AST.Node).type);
  }
}

function compileMustache(mustache: hbs.AST.MustacheStatement, parameters: Parameters): Expression {
  const path = mustache.path as hbs.AST.PathExpression;
  const isCall = mustache.params.length > 0 || HELPERS.has(path.original);
  return isCall ? compileCall({ ...mustache, path }, parameters) : compileOperand(path, parameters);
}

function compileBlock(block: hbs.AST.BlockStatement, parameters: Parameters): Call {
  const { program, inverse } = block;
  const names = program?.blockParams ?? [];
  const inner = names.length > 0 ? [names, ...parameters] : parameters;
  return {
    ...compileCall(block, parameters),
    ...(program ? { block: compileProgram(program, inner) } : {}),
    ...(inverse ? { otherwise: compileProgram(inverse, parameters) } : {}),
    ...(names.length > 0 ? { named: true } : {}),
  };
}

type Calling = Pick<hbs.AST.SubExpression, 'path' | 'params'> & { readonly hash?: unknown };

function compileCall({ path, params, hash }: Calling, parameters: Parameters): Call {
  const helper = path.original;
  if (!HELPERS.has(helper) || hash) throw unknown(`{{${helper}}} with such arguments`);
  const args = (params as Operand[]).map((param) => compileOperand(param, parameters));
  return { helper, args };
}

function compileOperand(operand: Operand, parameters: Parameters): Expression {
  switch (operand.type) {
    case 'PathExpression':
      return compilePath(operand, parameters);
    case 'SubExpression':
      return compileCall(operand, parameters);
    case 'StringLiteral':
    case 'NumberLiteral':
    case 'BooleanLiteral':
      return { literal: operand.value };
    default:
      throw unknown((operand as hbs.AST.Node).type);
  }
}

/** A name may be that of a block's parameter, but for one after `this` or `../`. */
function compilePath(
  { original, data, depth, parts }: hbs.AST.PathExpression,
  parameters: Parameters,
): Lookup {
  const [name = '', ...path] = parts;
  const up = parameters.findIndex((names) => names.includes(name));
  if (up < 0 || data || /^(\.|this\b)/.test(original))
    return { from: data ? 'data' : 'context', up: depth, path: parts };
  return { from: parameters[up]?.indexOf(name) ?? 0, up, path };
}

function unknown(what: string): Error {
  return new Error(`templates have no ${what}`);
}
