import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

interface Import {
  /** A path below src, or a package. */
  readonly target: string;
  readonly typeOnly: boolean;
}

interface Source {
  readonly path: string;
  /** The folder below src, or the file itself when it lies in none. */
  readonly area: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly exports: readonly string[];
}

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map(readSource)
  .sort((a, b) => (a.path < b.path ? -1 : 1));

function readSource(path: string): Source {
  const text = readFileSync(join(SRC, path), 'utf8');
  const declared = /^export (?:async )?(?:function|class|const|interface|type) (\w+)/gm;
  return {
    path,
    area: areaOf(path),
    text,
    imports: importsOf(text, path),
    exports: [...text.matchAll(declared)].map(([, name = '']) => name),
  };
}

function areaOf(path: string): string {
  return path.split('/')[0] ?? path;
}

/** Every static import, re-export, import() and require() of a file. */
function importsOf(text: string, path: string): readonly Import[] {
  const statements =
    /^(?:import|export) (type )?(?:[^'"`;]*? from )?'([^']+)'|\b(?:import|require)\('([^']+)'\)/gm;
  return [...text.matchAll(statements)].map(([, type, statically, lazily]) => {
    const specifier = statically ?? lazily ?? '';
    const target = specifier.startsWith('.') ? posix.join(dirname(path), specifier) : specifier;
    return { target, typeOnly: type !== undefined };
  });
}

const inSrc = new Set(sources.map(({ path }) => path));
const areas = new Set(sources.map(({ area }) => area));

/** "from -> to" for every import that `select` chooses. */
function imports(select: (from: Source, to: Import) => boolean): readonly string[] {
  return sources.flatMap((from) =>
    from.imports.filter((to) => select(from, to)).map(({ target }) => `${from.path} -> ${target}`),
  );
}

describe('the reader of imports', () => {
  it('sees each way to import', () => {
    const text = [
      "import a from 'a';",
      "import type { B } from './b.ts';",
      "import {\n  c,\n} from '../c/c.ts';",
      "import 'd';",
      "export { e } from './e.ts';",
      "const f = await import('../f/f.ts');",
      "const g = require('g');",
    ].join('\n');
    expect(importsOf(text, 'x/y.ts')).toEqual([
      { target: 'a', typeOnly: false },
      { target: 'x/b.ts', typeOnly: true },
      { target: 'c/c.ts', typeOnly: false },
      { target: 'd', typeOnly: false },
      { target: 'x/e.ts', typeOnly: false },
      { target: 'f/f.ts', typeOnly: false },
      { target: 'g', typeOnly: false },
    ]);
  });

  it('reads src, in which every import leads to a file', () => {
    expect(sources.length).toBeGreaterThan(80);
    const known = new Set(['../package.json']);
    const ours = (target: string): boolean => areas.has(areaOf(target)) || target.startsWith('..');
    expect(
      imports((_, { target }) => ours(target) && !inSrc.has(target) && !known.has(target)),
    ).toEqual([]);
  });
});

/** Vocabulary that every area may use. */
const SHARED = ['errors.ts', 'commandText.ts', 'nearest.ts', 'version.ts'];

/** Which areas an area may use, besides itself and what is shared. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  'entry.ts': ['start.ts', 'plainLine.ts'],
  'explain.ts': ['start.ts', 'program.ts'],
  'start.ts': ['main.ts', 'catalog', 'host'],
  'main.ts': ['answers', 'commands'],
  'plainLine.ts': ['program.ts', 'answers', 'commands'],
  'program.ts': ['commands', 'answers', 'catalog'],
  commands: ['answers', 'catalog', 'plan', 'reconcile', 'commit', 'after', 'check', 'host'],
  answers: ['catalog'],
  catalog: [],
  plan: ['catalog'],
  reconcile: [],
  commit: ['host'],
  after: [],
  check: [],
  host: [],
  'errors.ts': [],
  'commandText.ts': [],
  'nearest.ts': [],
  'version.ts': [],
};

/** Of which areas an area may know the types besides: they vanish when the program is built. */
const MAY_KNOW: Readonly<Record<string, readonly string[]>> = {
  'main.ts': ['catalog', 'host'],
  'plainLine.ts': ['catalog', 'host'],
  'program.ts': ['host'],
  answers: ['host'],
  plan: ['answers'],
  reconcile: ['catalog', 'plan'],
  commit: ['catalog', 'reconcile'],
  after: ['host'],
  // How words are set apart in a report for a terminal.
  check: ['host'],
};

/** The exceptions, each with its reason. */
const ALLOWED = new Set([
  // The one file of answers/ that is not pure: it is handed the flags and reads the other layers.
  'answers/collectAnswers.ts -> host/input.ts',
  // A template is compiled for the helpers that it will be rendered with.
  'catalog/compileTemplate.ts -> plan/encoders.ts',
]);

describe('who may import whom', () => {
  it('every area is spoken of', () => {
    expect([...areas].sort()).toEqual(Object.keys(MAY_USE).sort());
  });

  it('is as the design says', () => {
    const strangers = imports(({ area }, { target, typeOnly }) => {
      const used = areaOf(target);
      if (!areas.has(used) || used === area || SHARED.includes(used)) return false;
      const known = typeOnly ? (MAY_KNOW[area] ?? []) : [];
      return ![...(MAY_USE[area] ?? []), ...known].includes(used);
    });
    expect(strangers.filter((one) => !ALLOWED.has(one))).toEqual([]);
  });

  it('in the check leads downwards only: judges, scenarios, the app, and what reads and runs it', () => {
    const floors = ['factors', 'scenarios', 'image', 'app', 'manifests secrets git', 'harness'];
    const floorOf = (path: string): number => {
      const [, room] = /^check\/(\w+)\//.exec(path) ?? [];
      return floors.findIndex((rooms) => room !== undefined && rooms.split(' ').includes(room));
    };
    const upwards = imports(({ path }, { target, typeOnly }) => {
      const [from, to] = [floorOf(path), floorOf(target)];
      return !typeOnly && from !== -1 && to !== -1 && to < from;
    });
    expect(upwards).toEqual([]);
  });

  it('every exception is one', () => {
    const all = new Set(imports(() => true));
    expect([...ALLOWED].filter((one) => !all.has(one))).toEqual([]);
  });

  it('no file uses itself by way of others', () => {
    expect(sources.flatMap(({ path }) => cycleFrom(path) ?? [])).toEqual([]);
  });
});

/** A way from a file back to itself, by imports of any kind. */
function cycleFrom(start: string): string | undefined {
  const usedBy = (path: string): readonly string[] =>
    sources.find((source) => source.path === path)?.imports.map(({ target }) => target) ?? [];
  const seen = new Set<string>();
  const walk = (path: string, way: readonly string[]): string | undefined => {
    for (const next of usedBy(path)) {
      if (next === start) return [...way, next].join(' -> ');
      if (seen.has(next)) continue;
      seen.add(next);
      const found = walk(next, [...way, next]);
      if (found) return found;
    }
    return undefined;
  };
  return walk(start, [start]);
}

/** Where each package of others is at home. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  commander: [
    'answers/toFlags.ts',
    'commands/completeCheck.ts',
    'commands/printFailure.ts',
    'program.ts',
  ],
  inquirer: ['host/prompts.ts'],
  chalk: ['host/colour.ts'],
  handlebars: ['catalog/compileTemplate.ts'],
  'handlebars/runtime': ['plan/renderTemplate.ts'],
  'fs-extra': ['host/disk.ts'],
  execa: ['host/shell.ts'],
  // Answers are data without anchors and tags; a compose file is what Docker Compose reads.
  yaml: ['answers/parseAnswersFile.ts', 'check/harness/readYaml.ts'],
  'smol-toml': ['check/manifests/compiledManifests.ts', 'check/manifests/pythonManifest.ts'],
  'node-diff3': ['reconcile/mergeText.ts'],
  'ajv/dist/2020.js': ['catalog/readCatalog.ts'],
};

describe('packages', () => {
  const isPackage = (target: string): boolean =>
    !target.startsWith('node:') && !target.startsWith('..') && !areas.has(areaOf(target));

  it('have one home each', () => {
    const homesOf = (name: string): readonly string[] =>
      sources
        .filter(({ imports: all }) => all.some(({ target }) => target === name))
        .map(({ path }) => path);
    const packages = sources.flatMap(({ imports: all }) =>
      all.map(({ target }) => target).filter(isPackage),
    );
    const homes = Object.fromEntries(packages.map((name) => [name, homesOf(name)]));
    expect(homes).toEqual(HOMES);
  });

  it('of what runs on a machine only host, check and the readers of the catalog know files and processes', () => {
    const machine = /^node:(fs|child_process|os|net|http|tty|process)\b/;
    const outside = imports(
      ({ area, path }, { target, typeOnly }) =>
        machine.test(target) &&
        !typeOnly &&
        !['host', 'check'].includes(area) &&
        !['catalog/readCatalog.ts', 'catalog/loadCatalog.ts'].includes(path),
    );
    // One request to a container of ours.
    const known = ['after/awaitLive.ts -> node:http'];
    expect(outside.filter((one) => !known.includes(one))).toEqual([]);
  });
});

/** A file without its texts and comments. */
function codeOf(text: string): string {
  return text
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''")
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}

describe('pure areas', () => {
  const pure = sources.filter(
    ({ area, path }) =>
      ['answers', 'plan', 'reconcile'].includes(area) && path !== 'answers/collectAnswers.ts',
  );
  const impure =
    /\bprocess\.(env|cwd|argv|platform|exit|std|hr|pid|version)|\bDate\b|Math\.random|\bperformance\.|\bfetch\(|\bconsole\.|\bset(Timeout|Interval|Immediate)\(|\brequire\(|\.toLocale|localeCompare|\bIntl\./;

  it.each(pure.map((source) => [source.path, source] as const))(
    '%s',
    (_, { text, imports: all }) => {
      expect(codeOf(text)).not.toMatch(impure);
      expect(all.filter(({ target }) => target.startsWith('node:'))).toEqual([]);
    },
  );
});

describe('how the program ends', () => {
  it('no file calls process.exit', () => {
    expect(
      sources.filter(({ text }) => /\bprocess\.(exit|abort|reallyExit)\(/.test(codeOf(text))),
    ).toEqual([]);
  });

  it('one file sets the exit code', () => {
    const setting = sources.filter(({ text }) => /\bprocess\.exitCode\s*=/.test(codeOf(text)));
    expect(setting.map(({ path }) => path)).toEqual(['start.ts']);
  });
});

describe('files and folders', () => {
  it('are at most 220 lines long', () => {
    const long = sources.filter(({ text }) => text.split('\n').length - 1 > 220);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('are not called by words that mean nothing', () => {
    const empty = /(^|\/)(utils?|helpers?|lib|core|common|misc|index)(\/|\.ts$)/i;
    expect(sources.filter(({ path }) => empty.test(path))).toEqual([]);
  });

  it('hand nothing on that they did not make', () => {
    const barrels = sources.filter(({ text }) => /^export (type )?(\*|\{)/m.test(text));
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });

  it('are named after what they export, when that is one thing', () => {
    // What bin/ runs; the one way to ask with inquirer; the one host that is no test's; and what
    // derives flags from the option table, which is called like the other derivations.
    const named: Record<string, string> = {
      'entry.ts': 'run',
      'explain.ts': 'run',
      'plainLine.ts': 'runPlainLine',
      'host/prompts.ts': 'ask',
      'host/nodeHost.ts': 'createHost',
      'answers/toFlags.ts': 'addFlags',
    };
    const strangers = sources.filter(({ path, text, exports }) => {
      const made = [...text.matchAll(/^export (?:async )?(?:function|class|const) (\w+)/gm)];
      const [one = exports[0]] = made.map(([, name]) => name);
      if (made.length > 1 || (made.length === 0 && exports.length > 1)) return false;
      // The factors are numbered, and named by their slugs.
      const name = basename(path, '.ts')
        .replace(/^\d\d-/, '')
        .replaceAll('-', '')
        .toLowerCase();
      const said = one?.replaceAll('_', '').toLowerCase();
      return !said?.includes(name) && named[path] !== one;
    });
    expect(strangers.map(({ path }) => path)).toEqual([]);
  });
});
