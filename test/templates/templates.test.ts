import { describe, expect, it } from 'vitest';
import { readSources } from '../../src/catalog/readCatalog.ts';
import { composeParts } from '../../src/plan/planProject.ts';
import { houseCatalog, houseSources } from '../catalog/houseCatalog.ts';
import { realCatalog, TEMPLATES } from '../catalog/realCatalog.ts';
import { matrix } from '../plan/matrix.ts';
import { checkTemplate, type Model } from './checkTemplate.ts';
import { nameEnds } from './pathsOf.ts';
import { emptyLists, shapeOfProjects } from './shape.ts';

const projects = [realCatalog, houseCatalog].flatMap((catalog) =>
  matrix(catalog).map((answers) => composeParts(answers, catalog).project),
);
const parts = [...realCatalog.parts, ...houseCatalog.parts];
const model: Model = {
  shape: shapeOfProjects(projects),
  partNames: new Set(parts.flatMap(({ id, name, label }) => [id, name, label])),
};

const templates = [readSources(TEMPLATES), houseSources()].flatMap(({ texts }) =>
  [...texts].flatMap(([part, files]) =>
    [...files].map(([path, text]) => [`${part}/files/${path}`, text] as const),
  ),
);

/** What is wrong with a text, its not being a template included. */
function problemsOf(text: string): readonly string[] {
  try {
    return checkTemplate(text, model);
  } catch (error) {
    return [(error as Error).message];
  }
}

describe('the model that templates are held against', () => {
  it('has seen an item of every list', () => {
    const opaque = /^\.(envSchema|openapi)\b/;
    expect(emptyLists(model.shape).filter((path) => !opaque.test(path))).toEqual([]);
  });
});

describe('every template', () => {
  it.each(templates)('%s names only what is there', (_, text) => {
    expect(checkTemplate(text, model)).toEqual([]);
  });

  it('would be caught with any of its names misspelt', () => {
    const unnoticed = templates.flatMap(([path, text]) =>
      nameEnds(text)
        .map((end) => `${text.slice(0, end)}x${text.slice(end)}`)
        .filter((mutant) => problemsOf(mutant).length === 0)
        .map((mutant) => `${path}: ${mutant}`),
    );
    expect(unnoticed).toEqual([]);
    expect(templates.flatMap(([, text]) => nameEnds(text)).length).toBeGreaterThan(200);
  });
});

describe('the walker', () => {
  it.each([
    '{{name}}',
    '{{@root.name}}',
    '{{#each env}}{{name}}{{../name}}{{@root.name}}{{@index}}{{/each}}',
    '{{#each env as |one at|}}{{one.name}}{{at}}{{#each one.choices}}{{this}}{{one.name}}{{/each}}{{/each}}',
    '{{#each env}}{{#if is.url}}{{../name}}{{else}}{{name}}{{/if}}{{/each}}',
    '{{#with runtime}}{{label}}{{../name}}{{/with}}',
    '{{#with runtime as |r|}}{{r.label}}{{/with}}',
    '{{#each env}}{{#each choices}}{{../name}}{{../../name}}{{@../index}}{{/each}}{{/each}}',
    '{{json (lookup runtime "label")}}',
    '{{#each (lookup this "env")}}{{name}}{{/each}}',
    '{{env.length}}{{env.[0].name}}{{md description}}{{join imageFiles ", "}}',
    '{{! a comment with {{nothing}} in it }}',
    '$\\{{ github.anything }}',
  ])('takes %s', (text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  it.each([
    ['a name', '{{nmae}}'],
    ['a name in a path', '{{runtime.lable}}'],
    ['a name after this', '{{this.nmae}}'],
    ['an if', '{{#if nmae}}x{{/if}}'],
    ['an unless', '{{#unless runtime.lable}}x{{/unless}}'],
    ['an else', '{{#if name}}{{else}}{{nmae}}{{/if}}'],
    ['an else if', '{{#if name}}{{else if nmae}}{{/if}}'],
    ['an each', '{{#each envs}}{{/each}}'],
    ['a with', '{{#with runtme}}{{/with}}'],
    ['the inside of an each', '{{#each env}}{{stackLabel}}{{/each}}'],
    ['an each of an each', '{{#each env}}{{#each choises}}{{/each}}{{/each}}'],
    ['an argument', '{{json nmae}}'],
    ['an argument of an argument', '{{json (lookup runtme "label")}}'],
    ['a looked-up name', '{{lookup runtime "lable"}}'],
    ['a name by which is looked up', '{{lookup env nmae}}'],
    ['a block parameter', '{{#each env as |one|}}{{on.name}}{{/each}}'],
    ['a name of a block parameter', '{{#each env as |one|}}{{one.nmae}}{{/each}}'],
    ['a parent', '{{#each env}}{{../nmae}}{{/each}}'],
    ['a parent too far', '{{#each env}}{{../../name}}{{/each}}'],
    ['a parent of a condition', '{{#each env}}{{#if name}}{{../field}}{{/if}}{{/each}}'],
    ['data', '{{#each env}}{{@lats}}{{/each}}'],
    ['data outside of a loop', '{{#if @last}}x{{/if}}'],
    ['a root', '{{@root.nmae}}'],
    ['a property of a text', '{{name.length}}'],
    ['a method', '{{toString}}'],
  ])('finds what is misspelt: %s', (_, text) => {
    expect(problemsOf(text)).toHaveLength(1);
  });

  it.each([
    ['a comparison', '{{#if (eq name "x")}}x{{/if}}', 'no comparison'],
    ['a lookup as condition', '{{#if (lookup runtime "label")}}x{{/if}}', 'no comparison'],
    ['a comparison block', '{{#eq name "x"}}x{{/eq}}', 'no block of ours'],
    ['a helper', '{{upper name}}', 'no helper of ours'],
    ['a log', '{{log name}}', 'no helper of ours'],
    ['a section', '{{#env}}x{{/env}}', 'no block of ours'],
    ['a partial', '{{> header}}', 'PartialStatement'],
    ['a partial block', '{{#> header}}x{{/header}}', 'PartialBlockStatement'],
    ['an inline partial', '{{#*inline "x"}}y{{/inline}}', 'DecoratorBlock'],
    ['a part by name', '{{lookup runtime "flask"}}', 'asks for a part'],
    ['free text', '{{description}}', 'needs an encoder'],
    ['free text from afar', '{{#each env}}{{../description}}{{/each}}', 'needs an encoder'],
    ['a list as text', '{{env}}', 'it has no text'],
    ['an object as text', '{{runtime}}', 'it has no text'],
    ['an encoder without value', '{{json}}', 'wrong arguments'],
    ['a join without separator', '{{join imageFiles}}', 'wrong arguments'],
    ['named arguments', '{{json name indent=2}}', 'no named arguments'],
    ['a loop over a text', '{{#each name}}{{/each}}', 'is no list'],
  ])('refuses %s', (_, text, reason) => {
    expect(problemsOf(text).join()).toContain(reason);
  });

  it('refuses a condition on a part, even if the data had one', () => {
    const fields = new Map([['flask', { kind: 'value' } as const]]);
    const asking = { ...model, shape: { kind: 'object', fields } as const };
    expect(checkTemplate('{{#if flask}}x{{/if}}', asking)).toEqual([
      'line 1: the condition flask asks for a part',
    ]);
  });
});
