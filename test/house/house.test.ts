import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { readEnvSchema } from '../../src/check/harness/readEnvSchema.ts';
import { readProcfile } from '../../src/check/harness/readProcfile.ts';
import { planProject } from '../../src/plan/planProject.ts';
import { houseCatalog } from '../catalog/houseCatalog.ts';
import { realCatalog } from '../catalog/realCatalog.ts';

/** A project in a language that nobody speaks: with nothing, with one service, with many. */
const plans = [[], ['pond'], ['brook', 'wren', 'heron']].map((services) => {
  const plan = planProject(
    {
      directory: 'orders',
      name: 'orders',
      description: 'Takes orders',
      stack: 'lantern',
      services,
      targets: ['harbour'],
    },
    houseCatalog,
  );
  const read = (path: string): string => {
    const file = plan.get(path);
    if (!file) throw new Error(`the project has no ${path}`);
    return file.text;
  };
  return [services.join(', ') || 'no service', { services, plan, read }] as const;
});

describe.each(plans)('a made-up project with %s', (_, { services, plan, read }) => {
  const hasLedger = services.includes('brook') || services.includes('pond');

  it('has every file of the base, unchanged by what it is for', () => {
    const base = [...realCatalog.templatesOf('base').keys()];
    const owned = [...plan].filter(([, { from }]) => from === 'base').map(([path]) => path);
    expect(owned.sort()).toEqual(base.sort());
  });

  it('starts its processes by plain commands', () => {
    expect(readProcfile(read('Procfile'))).toEqual([
      { name: 'web', argv: ['quill', 'serve'] },
      ...(hasLedger ? [{ name: 'release', argv: ['quill', 'ledger', '--prepare'] }] : []),
      ...(services.includes('heron') ? [{ name: 'worker', argv: ['quill', 'errands'] }] : []),
    ]);
  });

  it('composes the same processes and its services', () => {
    const compose = parseYaml(read('compose.yaml'));
    const processes = readProcfile(read('Procfile'));
    expect(compose.name).toBe('orders');
    expect(Object.keys(compose.services)).toEqual([
      ...processes.map(({ name }) => name),
      ...services,
    ]);
    for (const { name, argv } of processes) expect(compose.services[name].command).toEqual(argv);
    for (const name of services) {
      expect(compose.services[name]).toMatchObject({ image: `${name}:4.2` });
      for (const port of compose.services[name].ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it('leaves no key without a value, but where that is the way to say it', () => {
    expect(emptyKeys(parseYaml(read('compose.yaml')))).toEqual(
      services.includes('brook') ? ['volumes.brook-data'] : [],
    );
    expect(emptyKeys(parseYaml(read('.github/workflows/ci.yml')))).toEqual(['on.pull_request']);
  });

  it('gives every process every variable', () => {
    const names = readEnvSchema(read('env.schema.json')).map(({ name }) => name);
    const compose = parseYaml(read('compose.yaml'));
    expect(Object.keys(compose.services.web.environment)).toEqual(names);
    const example = read('.env.example').matchAll(/^([A-Z_]+)=/gm);
    expect([...example].map(([, name]) => name)).toEqual(names);
    for (const name of names) expect(read('README.md')).toContain(`| \`${name}\` |`);
  });

  it('describes its environment with a schema that takes its own example', () => {
    const schema = JSON.parse(read('env.schema.json'));
    const ajv = new Ajv2020({ strict: false, formats: { uri: true } });
    const example = Object.fromEntries(
      Object.entries<Record<string, unknown>>(schema.properties).map(([name, property]) => [
        name,
        property.default ?? property['x-example'] ?? 'x',
      ]),
    );
    expect(ajv.validate(schema, example), JSON.stringify(ajv.errors)).toBe(true);
  });

  it('keeps no secret anywhere', () => {
    if (hasLedger) expect(read('.env.example')).toMatch(/^LEDGER_KEY=$/m);
    expect(plan.has('.env')).toBe(false);
  });

  it('is checked by a workflow of its own commands', () => {
    const { jobs } = parseYaml(read('.github/workflows/ci.yml'));
    const steps: { run?: string; uses?: string; with?: object }[] = jobs.test.steps;
    expect(steps.flatMap(({ run }) => run ?? []).slice(0, 5)).toEqual([
      'quill fetch --frozen',
      'quill format --check',
      'quill lint',
      'quill lint --spelling',
      'quill prove',
    ]);
    expect(steps).toContainEqual(
      expect.objectContaining({
        with: { 'quill-version': '7.2' },
        uses: expect.stringMatching(/@[0-9a-f]{40}$/),
      }),
    );
    for (const { uses } of steps) if (uses) expect(uses).toMatch(/@[0-9a-f]{40}$/);
  });

  it('has what its parts say about HTTP in one document', () => {
    const { paths, info } = JSON.parse(read('openapi.json'));
    expect(info).toMatchObject({ title: 'orders', description: 'Takes orders' });
    const ofParts = ['/lamp', ...(hasLedger ? ['/rows'] : [])];
    expect(Object.keys(paths).filter((path) => ['/lamp', '/rows'].includes(path))).toEqual(ofParts);
    expect(Object.keys(paths)).toContain('/readyz');
  });

  it('is explained: how to run and test it, its processes, tasks and passages', () => {
    const readme = read('README.md');
    for (const text of ['quill serve', 'quill prove', 'Quill 7.0 or newer', '## Pages'])
      expect(readme).toContain(text);
    expect(readme.includes('## Rows')).toBe(hasLedger);
    for (const { argv } of readProcfile(read('Procfile')))
      expect(readme).toContain(`\`${argv.join(' ')}\``);
    expect(read('AGENTS.md')).toContain('Never tear a page.');
  });

  it('has tables in which every row has as many cells as the heading', () => {
    for (const path of ['README.md', 'AGENTS.md']) expect(raggedRows(read(path))).toEqual([]);
  });

  it('locks exactly what its parts need', () => {
    const locked = [...read('quill.lock').matchAll(/^([a-z-]+) /gm)].map(([, name]) => name);
    const drivers = ['brook', 'wren'].filter((name) => services.includes(name));
    expect(locked).toEqual(
      [
        'barb',
        'blotter',
        ...drivers.map((name) => `${name}-driver`),
        'feather',
        'fluff',
        'lamp',
      ].sort(),
    );
  });
});

/** The paths of keys that have no value. */
function emptyKeys(value: unknown, path: readonly string[] = []): readonly string[] {
  if (value === null) return [path.join('.')];
  if (typeof value !== 'object') return [];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    emptyKeys(inner, [...path, key]),
  );
}

/** The rows of Markdown tables whose number of cells is not that of the row above. */
function raggedRows(markdown: string): readonly string[] {
  const cells = (line = ''): number => line.replace(/\\\|/g, '').split('|').length;
  const lines = markdown.split('\n');
  return lines.filter(
    (line, index) =>
      line.startsWith('|') &&
      lines[index - 1]?.startsWith('|') &&
      cells(line) !== cells(lines[index - 1]),
  );
}
