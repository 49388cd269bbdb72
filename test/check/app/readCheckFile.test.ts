import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFileSchema } from '../../../src/check/app/checkFileSchema.ts';
import { readCheckFile } from '../../../src/check/app/readCheckFile.ts';
import { schemaFaults } from '../../../src/check/app/schemaFaults.ts';

const validate = new Ajv2020({ strict: true }).compile(checkFileSchema);

const FULL = {
  $schema: 'https://example.com/check.schema.json',
  processes: { web: 'node main.mjs', 'clock-1': 'node clock.mjs' },
  path: ['.venv/bin'],
  build: ['npm ci'],
  environment: { API_TOKEN: '' },
  otherDeploy: { DATABASE_URL: 'postgres://127.0.0.1/other' },
  ready: '/readyz',
  live: '/livez',
  inFlight: { method: 'POST', path: '/echo', headers: { 'X-A': 'b' }, json: { a: [null] } },
  routes: ['/', '/notes?limit=1'],
  state: [{ name: 'notes', resource: 'DATABASE_URL', write: { path: '/a' }, read: { path: '/b' } }],
  jobs: {
    submit: { path: '/a' },
    id: '/id',
    result: { path: '/b' },
    state: '/s',
    done: ['done'],
    within: 9,
  },
  admin: { migrate: 'node migrate.mjs && echo done' },
  writable: ['cache', 'var/cache'],
};

/** What is said of a file with these members. */
function faultOf(members: unknown): string {
  try {
    readCheckFile(JSON.stringify(members));
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was read');
}

describe('a check file', () => {
  it('may have every member, and none', () => {
    expect(readCheckFile(JSON.stringify(FULL))).toEqual(FULL);
    expect(readCheckFile('{}')).toEqual({});
  });

  it.each([
    [{ rotes: [] }, '"rotes": is not known; "routes" is meant?'],
    [{ zzzzzzzzzzzz: 1 }, /"zzzzzzzzzzzz": is not known; known are \$schema, processes, path/],
    [[], 'must be an object, not a list'],
    [null, 'must be an object, not null'],
    [{ ready: 7 }, 'ready: must be a text, not a number'],
    [{ ready: 'readyz' }, 'ready: "readyz" does not match ^/\\S*$'],
    [{ ready: '/a HTTP/1.1\r\nX: y' }, /^.*: ready: "\/a HTTP\/1\.1\\r\\nX: y" does not match/],
    [
      { inFlight: { header: {} } },
      'inFlight.path: is missing; inFlight."header": is not known; "headers" is meant?',
    ],
    [{ inFlight: { path: '/', headers: { 'a b': 'c' } } }, /inFlight\.headers\."a b": a name here/],
    [{ state: [FULL.state[0], { name: 'x', write: { path: '/' } }] }, 'state[1].read: is missing'],
    [{ path: ['../bin'] }, /^.*: path\[0\]: "\.\.\/bin" does not match/],
    [{ path: ['/usr/bin'] }, /path\[0\]/],
    [{ writable: ['a/../../b'] }, /writable\[0\]/],
    [{ environment: { 'A B': 'c' } }, /environment\."A B": a name here matches/],
    [{ environment: { A: 1 } }, 'environment.A: must be a text, not a number'],
    [{ processes: { web: '' } }, 'processes.web: is empty'],
    [{ jobs: { ...FULL.jobs, within: 0 } }, 'jobs.within: is 0, and must be at least 1'],
    [{ build: 'npm ci' }, 'build: must be a list, not a text'],
  ] as const)('of %j is refused, and it is said why', (members, what) => {
    const said = faultOf(members);
    if (typeof what === 'string') expect(said).toBe(`twelve-factor.check.json: ${what}`);
    else expect(said).toMatch(what);
  });

  it('is refused when it is no JSON, or far too long', () => {
    expect(() => readCheckFile('{')).toThrow(/^twelve-factor\.check\.json: is not JSON: /);
    expect(() => readCheckFile(`"${'x'.repeat(2 ** 20)}"`)).toThrow(/more than 1048576 characters/);
  });

  it('can not be of a shape that stops the program', () => {
    expect(() => readCheckFile('{"__proto__": {"ready": "/"}}')).toThrow(
      /"__proto__": is not known/,
    );
    expect(() => readCheckFile('['.repeat(100_000))).toThrow(/is not JSON/);
    expect(faultOf({ ready: '\u001b[2J\u202eevil' })).not.toMatch(/[\u001b\u202e]/);
    const deep = `{"inFlight":{"path":"/","json":${'['.repeat(5_000)}${']'.repeat(5_000)}}}`;
    expect(readCheckFile(deep).inFlight?.path).toBe('/');
  });

  it('is one to this program when it is one to other readers of its schema', () => {
    const members = fc.dictionary(
      fc.constantFrom(...Object.keys(FULL), 'other'),
      fc.oneof(
        fc.constantFrom(...Object.values(FULL)),
        fc.jsonValue({ maxDepth: 2 }),
        fc.constantFrom<unknown>({ path: '/' }, [{}], ['..'], { a: '' }, '', '/ '),
      ),
    );
    fc.assert(
      fc.property(members, (told) => {
        expect(schemaFaults(told, checkFileSchema).length === 0).toBe(validate(told));
      }),
      { numRuns: 500 },
    );
  });

  it.each(readdirSync(resolve('test/golden')).filter((name) => name.startsWith('flask')))(
    'is brought by %s',
    (name) => {
      const text = readFileSync(join('test/golden', name, 'twelve-factor.check.json'), 'utf8');
      expect(readCheckFile(text)).toHaveProperty('admin');
    },
  );
});
