import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readCatalog, readSources } from '../../src/catalog/readCatalog.ts';
import { TEMPLATES } from './realCatalog.ts';

const FACTS = { label: 'Ember', summary: 'A made-up part', order: 1, contributes: {} };

/** A templates folder that holds these files. */
function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'catalog-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(TEMPLATES, 'part.schema.json'), join(folder, 'part.schema.json'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

describe('a part', () => {
  it('is a folder: its place says its id, kind and name', () => {
    const ids = {
      base: 'base',
      'languages/ember': 'language',
      'stacks/kite': 'stack',
      'services/brook': 'service',
      'services/brook/drivers/ember': 'driver',
      'services/brook/drivers/ember/for/ledger': 'driver',
      'capabilities/ledger': 'capability',
      'capabilities/ledger/drivers/ember': 'driver',
      'capabilities/ledger/drivers/ember/on/memo': 'driver',
      'capabilities/ledger/examples/kite': 'example',
      'targets/harbour': 'target',
    };
    const files = Object.keys(ids).map((id) => [`${id}/part.json`, FACTS]);
    const { parts } = readCatalog(folderOf(Object.fromEntries(files)));
    expect(Object.fromEntries(parts.map(({ id, kind }) => [id, kind]))).toEqual(ids);
    expect(parts.find(({ kind }) => kind === 'example')?.name).toBe('kite');
  });

  it('has templates at any depth, hidden ones too, by the path that each renders', () => {
    const folder = folderOf({
      'base/part.json': FACTS,
      'base/files/.github/ci.yml.hbs': 'a',
      'base/files/x.hbs.hbs': 'b',
    });
    const texts = readSources(folder).texts.get('base');
    expect([...(texts ?? [])]).toEqual([
      ['.github/ci.yml', 'a'],
      ['x.hbs', 'b'],
    ]);
  });

  it('may have neither templates nor a lock graph', () => {
    const catalog = readCatalog(folderOf({ 'languages/ember/part.json': FACTS }));
    expect(catalog.templatesOf('languages/ember').size).toBe(0);
    expect(catalog.lockGraphOf('languages/ember')).toEqual({});
  });
});

describe('a fault names its file and field', () => {
  const contributing = (contributes: object) => ({ ...FACTS, contributes });
  const env = (facts: object) =>
    contributing({ env: [{ name: 'A', type: 'string', description: 'a', ...facts }] });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', '{', /JSON/],
    ['no object', '[]', /\/ must be object/],
    ['no label', { ...FACTS, label: undefined }, /\/ must have .*"label"/],
    ['an empty label', { ...FACTS, label: '' }, /\/label must NOT have fewer than 1/],
    ['a wide summary', { ...FACTS, summary: 'x'.repeat(99) }, /\/summary .*66/],
    ['an unknown field', { ...FACTS, lable: 'x' }, /"lable"/],
    ['an unknown list', contributing({ envs: [] }), /\/contributes .*"envs"/],
    ['a wrong variable name', env({ name: 'a-b' }), /\/contributes\/env\/0\/name .*pattern/],
    ['a wrong type', env({ type: 'float' }), /\/contributes\/env\/0\/type/],
    ['an integer without range', env({ type: 'integer' }), /\/contributes\/env\/0 .*"minimum"/],
    ['an enum without choices', env({ type: 'enum' }), /\/contributes\/env\/0 .*"choices"/],
    ['a URL without schemes', env({ type: 'url' }), /\/contributes\/env\/0 .*"schemes"/],
    [
      'a secret with default',
      env({ secret: true, default: 'x' }),
      /\/contributes\/env\/0\/default/,
    ],
    ['a rank of zero', { ...FACTS, provides: { ledger: 0 } }, /\/provides\/ledger must be >= 1/],
    [
      'a command that is no list',
      contributing({ processes: [{ name: 'web', command: 'a b', summary: 's' }] }),
      /\/contributes\/processes\/0\/command must be array/,
    ],
  ])('%s', (_, facts, field) => {
    const read = () => readCatalog(folderOf({ 'services/brook/part.json': facts }));
    expect(read).toThrow(/services\/brook\/part\.json: /);
    expect(read).toThrow(field);
  });

  it('all faults of a part at once', () => {
    const facts = { ...FACTS, label: '', order: 'first' };
    const read = () => readCatalog(folderOf({ 'base/part.json': facts }));
    expect(read).toThrow(/\/label .*; \/order must be integer/);
  });

  it.each([
    'stack/kite',
    'services/brook/ember',
    'services/brook/drivers/ember/on/ledger',
    'capabilities/ledger/drivers/ember/for/memo',
    'drivers/ember',
    'base/base',
  ])('a part in %s, where none lives', (id) => {
    const read = () => readCatalog(folderOf({ [`${id}/part.json`]: FACTS }));
    expect(read).toThrow(`templates/${id}/part.json: no kind of part lives in this folder`);
  });

  it('a template whose name does not end in .hbs', () => {
    const read = () =>
      readCatalog(folderOf({ 'base/part.json': FACTS, 'base/files/Procfile': 'x' }));
    expect(read).toThrow(/base\/files\/Procfile: a template's name ends in \.hbs$/);
  });

  it('a symbolic link', () => {
    const folder = folderOf({ 'base/part.json': FACTS, 'base/files/a.hbs': 'x' });
    symlinkSync('a.hbs', join(folder, 'base/files/b.hbs'));
    expect(() => readCatalog(folder)).toThrow(/base\/files\/b\.hbs: templates hold no links$/);
  });

  it('a broken lock graph', () => {
    const folder = folderOf({
      'languages/ember/part.json': FACTS,
      'languages/ember/lock.json': '{',
    });
    expect(() => readCatalog(folder)).toThrow(/languages\/ember\/lock\.json: /);
  });
});
