import { describe, expect, it } from 'vitest';
import type { Contribution } from '../../src/catalog/contribution.ts';
import { planProject } from '../../src/plan/planProject.ts';
import { houseCatalog } from '../catalog/houseCatalog.ts';
import { realCatalog } from '../catalog/realCatalog.ts';
import { answersFor, catalogOf } from './catalogOf.ts';
import { digestInChild } from './digestInChild.ts';
import { digestOf } from './digestOf.ts';
import { label, matrix } from './matrix.ts';

describe.each([
  ['shipped', realCatalog],
  ['made-up', houseCatalog],
])('every project of the %s catalog', (_, catalog) => {
  const cases = matrix(catalog).map((answers) => [label(answers), answers] as const);

  it.each(cases)('%s is planned, its paths in order', (_, answers) => {
    const paths = [...planProject(answers, catalog).keys()];
    expect(paths).toEqual([...paths].sort());
    expect(paths).toContain('Procfile');
  });

  it('has the same bytes twice', () => {
    expect(digestOf(catalog)).toBe(digestOf(catalog));
  });
});

it.each([
  ['another time zone and language', 'TZ=Pacific/Apia LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8'],
  ['no environment worth speaking of', 'TZ= LANG=C LC_ALL=C HOME=/nonexistent'],
])('a plan has the same bytes in %s, elsewhere, with another umask', (_, environment) => {
  expect(digestInChild(environment)).toBe(digestOf(realCatalog));
});

it('a module for a seam that no part declares is an error that names both', () => {
  const catalog = catalogOf({
    'stacks/kite': {
      language: 'ember',
      contributes: { modules: [{ seam: 'strings', name: 'long' }] },
    },
  });
  expect(() => planProject(answersFor(), catalog)).toThrow(
    'stacks/kite gives a module to the seam strings, which no part declares',
  );
});

describe('a path has one owner', () => {
  it('two parts that render one path are both named', () => {
    const catalog = catalogOf({
      'languages/ember': { files: { Procfile: 'a\n' }, contributes: RUNTIME },
      'stacks/kite': { language: 'ember', files: { Procfile: 'b\n' } },
    });
    expect(() => planProject(answersFor(), catalog)).toThrow(
      'languages/ember and stacks/kite both render Procfile',
    );
  });

  it('every file knows its owner, and whether it is executable', () => {
    const catalog = catalogOf({
      'stacks/kite': {
        language: 'ember',
        files: { 'bin/run': 'x\n', readme: '{{name}}\n' },
        contributes: { executable: ['bin/run'] },
      },
    });
    expect([...planProject(answersFor(), catalog)]).toEqual([
      ['bin/run', { text: 'x\n', executable: true, from: 'stacks/kite' }],
      ['readme', { text: 'orders\n', executable: false, from: 'stacks/kite' }],
    ]);
  });

  it('a template that does not render is named', () => {
    const catalog = catalogOf({ 'stacks/kite': { language: 'ember', files: { a: '{{nmae}}' } } });
    expect(() => planProject(answersFor(), catalog)).toThrow(/^the template of a does not render/);
  });
});

const RUNTIME = {
  runtime: { label: 'E', version: '1', minimum: '1', image: 'e:1', memory: '1m' },
};

describe('what parts contribute', () => {
  const PORT = { name: 'PORT', type: 'string', description: 'a' } as const;
  const runtimeTwice = { 'stacks/kite': { language: 'ember', contributes: RUNTIME } };

  it.each<[string, Contribution]>([
    ['PORT', { env: [PORT] }],
    ['the process web', { processes: [{ name: 'web', command: ['a'], summary: 'a' }] }],
    ['the admin task seed', { admin: [{ name: 'seed', command: ['a'], summary: 'a' }] }],
    ['the route /', { openapi: { paths: { '/': {} } } }],
    [
      'the backing service db',
      { compose: [{ name: 'db', image: 'a', port: 1, environment: [], health: ['a'] }] },
    ],
  ])('%s has one owner', (thing, contributes) => {
    const catalog = catalogOf({
      'stacks/kite': { language: 'ember', contributes },
      'languages/ember': { contributes: { ...RUNTIME, ...contributes } },
    });
    expect(() => planProject(answersFor(), catalog)).toThrow(
      `languages/ember and stacks/kite both declare ${thing}`,
    );
  });

  it('one part names the runtime', () => {
    expect(() => planProject(answersFor(), catalogOf(runtimeTwice))).toThrow(
      'languages/ember and stacks/kite both contribute runtime',
    );
  });

  it('two ranges of one package are an error', () => {
    const catalog = catalogOf({
      'languages/ember': { contributes: { ...RUNTIME, packages: [{ name: 'wax', range: '>=1' }] } },
      'stacks/kite': {
        language: 'ember',
        contributes: { packages: [{ name: 'wax', range: '>=2' }] },
      },
    });
    expect(() => planProject(answersFor(), catalog)).toThrow('different ranges of wax');
  });

  it('a project may not be called like a package that it needs', () => {
    const wax = { version: '1', hashes: ['h'], requires: [] };
    const packages = [{ name: 'wax', range: '>=1' }];
    const given = { 'stacks/kite': { language: 'ember', contributes: { packages } } };
    const catalog = catalogOf(given, { wax });
    expect(() => planProject(answersFor([], 'wax'), catalog)).toThrow(
      expect.objectContaining({ exitCode: 2, where: '--name', remedy: 'Try wax-app.' }),
    );
    expect(() => planProject(answersFor([], 'wax-app'), catalog)).not.toThrow();
  });

  it('extras of one package add up, and what runs in production wins over development', () => {
    const wax = { version: '1', hashes: ['h'], requires: [] };
    const catalog = catalogOf(
      {
        'languages/ember': {
          contributes: {
            ...RUNTIME,
            packages: [{ name: 'wax', range: '>=1', extras: ['warm'], dev: true }],
          },
        },
        'stacks/kite': {
          language: 'ember',
          contributes: { packages: [{ name: 'wax', range: '>=1', extras: ['soft'] }] },
          files: {
            a: '{{#each packages}}{{name}}{{extrasText}}{{/each}}/{{#each devPackages}}x{{/each}}',
          },
        },
      },
      { wax },
    );
    expect(planProject(answersFor(), catalog).get('a')?.text).toBe('wax[soft,warm]/');
  });
});
