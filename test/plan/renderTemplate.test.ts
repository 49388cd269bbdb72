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
    ['a partial', '{{> name}}'],
    ['a prototype', '{{constructor.name}}'],
    ['a prototype of a prototype', '{{__proto__.toString}}'],
  ])('%s', (_, text) => {
    expect(() => render(text)).toThrow(/^the template of README\.md does not render: /);
  });

  it.each(['{{eq a b}}', '{{#unknown}}x{{/unknown}}x', '{{#if (eq a "b")}}x{{/if}}'])(
    'a helper that is not ours: %s',
    (text) => {
      expect(() => render(text)).toThrow();
    },
  );
});

it('reaches no prototype through lookup', () => {
  expect(render('{{lookup this "constructor"}}{{lookup name "length"}}')).toBe('6');
});
