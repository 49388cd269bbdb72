import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../src/catalog/compileTemplate.ts';
import { renderTemplate } from '../../src/plan/renderTemplate.ts';

const render = (text: string, model: object = { name: 'orders', list: ['a'], empty: [] }): string =>
  renderTemplate(compileTemplate(text), model, 'README.md');

describe('a template', () => {
  it('writes values as they are', () => {
    expect(render('{{name}}', { name: '<b> & "c"' })).toBe('<b> & "c"');
  });

  it('writes expressions of other languages that are marked', () => {
    expect(render('$\\{{ github.ref }} {{name}}')).toBe('${{ github.ref }} orders');
  });

  it('keeps no line for a block that stands alone on one', () => {
    expect(render('a\n{{#each list}}\n{{this}}\n{{/each}}\nb\n')).toBe('a\na\nb\n');
    expect(render('a\n{{#each empty}}\n{{this}}\n{{/each}}\nb\n')).toBe('a\nb\n');
  });
});

describe('what fails, naming the file', () => {
  it.each([
    ['a misspelt name', '{{nmae}}'],
    ['a misspelt name in a list', '{{#each list}}{{nmae}}{{/each}}'],
    ['a misspelt path', '{{name.first}}'],
    ['a misspelt name that is encoded', '{{json nmae}}'],
    ['a misspelt parameter of a block', '{{#each list as |one|}}{{one.nmae}}{{/each}}'],
    ['a prototype', '{{constructor.name}}'],
    ['a prototype of a prototype', '{{__proto__.toString}}'],
  ])('%s', (_, text) => {
    expect(() => render(text)).toThrow(/^the template of README\.md does not render: /);
  });

  it.each([
    '{{eq a b}}',
    '{{log name}}',
    '{{#unknown}}x{{/unknown}}x',
    '{{#if (eq a "b")}}x{{/if}}',
    '{{> name}}',
    '{{#*inline "x"}}y{{/inline}}',
    '{{json name indent=2}}',
  ])('what is not compiled at all: %s', (text) => {
    expect(() => compileTemplate(text)).toThrow(/^templates have no /);
  });
});

it('reaches no prototype through lookup', () => {
  expect(render('{{lookup this "constructor"}}{{lookup name "length"}}')).toBe('6');
});

describe('Handlebars itself renders the same:', () => {
  const model = {
    name: 'orders',
    empty: [],
    none: null,
    zero: 0,
    runtime: { label: 'Python', tags: ['slim', 'small'] },
    list: [
      { name: 'a', items: ['x', 'y'], on: true },
      { name: 'b', items: [], on: false },
    ],
  };

  it.each([
    '',
    'text only\n',
    '{{! a comment }}a{{!-- and {{another}} --}}b',
    '{{name}} {{this.name}} {{./name}} {{zero}} {{none}} {{runtime.label}} {{list.[1].name}} {{list.length}}',
    '{{lookup this "name"}} {{lookup runtime "label"}} {{lookup list 7}}',
    '{{#each list}} {{@index}} {{@key}} {{@first}} {{@last}} {{name}}{{../name}}{{@root.name}}{{/each}}',
    '{{#each list}}{{#each items}}{{this}}{{../name}}{{../../name}}{{@../index}}{{else}}none{{/each}}{{/each}}',
    '{{#each list as |one at|}}{{at}}{{one.name}}{{name}}{{this.name}}{{#each one.items as |item|}}{{item}}{{one.name}}{{at}}{{/each}}{{/each}}',
    '{{#each runtime}}{{@key}}{{/each}}{{#each empty}}x{{else}}{{name}}{{/each}}',
    '{{#each list}}{{#if on}}{{name}}{{../name}}{{else if items}}{{name}}!{{else}}{{../name}}{{/if}}{{/each}}',
    '{{#if zero}}x{{else}}y{{/if}}{{#if empty}}x{{/if}}{{#unless none}}z{{/unless}}{{#if true}}t{{/if}}',
    '{{#with runtime}}{{label}}{{../name}}{{#each tags}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}{{/with}}',
    '{{#with runtime as |r|}}{{r.label}}{{label}}{{#with r.tags as |label|}}{{label.[0]}}{{./length}}{{/with}}{{/with}}',
    '{{#with none}}x{{else}}{{name}}{{/with}}',
    'a\n{{#if name}}\n  {{~name~}}  \n{{/if}}\n  {{#each list}}\n  - {{name}}\n  {{/each}}\nb\n',
    '$\\{{ github.ref }} {{{name}}} {{&name}}',
  ])('%s', (text) => {
    const expected = Handlebars.compile(text, { strict: true, noEscape: true })(model);
    expect(render(text, model)).toBe(expected);
  });
});
