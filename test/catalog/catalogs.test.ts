import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { houseCatalog } from './houseCatalog.ts';
import { realCatalog, TEMPLATES } from './realCatalog.ts';

const schema = JSON.parse(readFileSync(join(TEMPLATES, 'part.schema.json'), 'utf8'));
const partFiles = readdirSync(TEMPLATES, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('part.json'),
);

describe('part.schema.json', () => {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });

  it('is a JSON Schema that asks for nothing unknown', () => {
    expect(ajv.validateSchema(schema), JSON.stringify(ajv.errors)).toBe(true);
  });

  it.each(partFiles)('describes %s', (path) => {
    const valid = ajv.validate(schema, JSON.parse(readFileSync(join(TEMPLATES, path), 'utf8')));
    expect(valid, JSON.stringify(ajv.errors)).toBe(true);
  });
});

describe.each([
  ['shipped', realCatalog],
  ['made-up', houseCatalog],
])('the %s catalog goes together:', (_, { parts, lockGraphOf }) => {
  const ids = new Set(parts.map(({ id }) => id));
  const missing = (wanted: readonly string[]) => wanted.filter((id) => !ids.has(id));
  const ofKind = (kind: string) => parts.filter((part) => part.kind === kind);

  it('every stack has its language', () => {
    const wanted = ofKind('stack').map(({ language }) => `languages/${language}`);
    expect(missing(wanted)).toEqual([]);
  });

  it('every driver is for a language; every example for a stack, a language or all', () => {
    const languages = ofKind('driver').map(({ id }) => `languages/${id.split('/')[3]}`);
    expect(missing(languages)).toEqual([]);
    const examples = ofKind('example').filter(({ id }) => !id.endsWith('/examples'));
    const lost = examples.filter(
      ({ name }) => !ids.has(`stacks/${name}`) && !ids.has(`languages/${name}`),
    );
    expect(lost.map(({ id }) => id)).toEqual([]);
  });

  it('what a driver has for or on a capability stands in a driver, and the capability is there', () => {
    const inner = ofKind('driver').filter(({ id }) => id.split('/').length > 4);
    expect(missing(inner.map(({ id }) => id.split('/').slice(0, 4).join('/')))).toEqual([]);
    expect(missing(inner.map(({ name }) => `capabilities/${name}`))).toEqual([]);
  });

  it('every driver and example stands in a part', () => {
    const inner = [...ofKind('driver'), ...ofKind('example')];
    expect(missing(inner.map(({ id }) => id.split('/').slice(0, 2).join('/')))).toEqual([]);
  });

  it('every capability that a service provides or needs is a part', () => {
    const named = ofKind('service').flatMap(({ provides = {}, needs = [] }) => [
      ...Object.keys(provides),
      ...needs.flat(),
    ]);
    expect(missing(named.map((name) => `capabilities/${name}`))).toEqual([]);
  });

  it('only stacks name a language', () => {
    const naming = parts.filter(({ language }) => language !== undefined);
    expect(naming).toEqual(ofKind('stack'));
  });

  it('every lock graph holds what it requires, with hashes', () => {
    for (const { id } of ofKind('language')) {
      const graph = lockGraphOf(id);
      for (const [name, { hashes, requires, extras = {} }] of Object.entries(graph)) {
        expect(hashes, name).not.toEqual([]);
        for (const edge of [...requires, ...Object.values(extras).flat()])
          expect(graph, `${name} requires it`).toHaveProperty([edge.name]);
      }
    }
  });
});
