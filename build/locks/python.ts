/**
 * `npm run lock:python`: resolves once everything that Python parts may need, with uv, and
 * writes templates/languages/python/lock.json. The planner takes each project's lock out of it.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import type { GraphEdge, GraphPackage, LockGraph } from '../../src/catalog/catalog.ts';
import type { PackageDeclaration } from '../../src/catalog/contribution.ts';
import { readSources } from '../../src/catalog/readCatalog.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const language = 'languages/python';

interface UvEdge {
  readonly name: string;
  readonly marker?: string;
  readonly extra?: readonly string[];
}

interface UvPackage {
  readonly name: string;
  readonly version: string;
  readonly source: { readonly virtual?: string };
  readonly sdist?: { readonly hash: string };
  readonly wheels?: readonly { readonly hash: string }[];
  readonly dependencies?: readonly UvEdge[];
  readonly 'optional-dependencies'?: Readonly<Record<string, readonly UvEdge[]>>;
}

/** What every part in this language asks for, once. */
function wantedPackages(): readonly PackageDeclaration[] {
  const { parts } = readSources(join(root, 'templates'));
  const stacks = parts.filter((part) => part.kind === 'stack' && part.language === 'python');
  const isOurs = (id: string): boolean =>
    id === language ||
    /\/drivers\/python(\/|$)/.test(id) ||
    stacks.some((stack) => id === stack.id || id.endsWith(`/examples/${stack.name}`));
  return parts.filter(({ id }) => isOurs(id)).flatMap((part) => part.contributes.packages ?? []);
}

function resolve(wanted: readonly PackageDeclaration[], minimum: string): readonly UvPackage[] {
  const folder = mkdtempSync(join(tmpdir(), 'lock-python-'));
  try {
    const dependencies = wanted.map(({ name, extras = [], range }) =>
      JSON.stringify(`${name}${extras.length > 0 ? `[${extras.join(',')}]` : ''}${range}`),
    );
    writeFileSync(
      join(folder, 'pyproject.toml'),
      `[project]\nname = "lock-graph"\nversion = "0"\nrequires-python = ">=${minimum}"\ndependencies = [${dependencies.join(', ')}]\n\n[tool.uv]\nfork-strategy = "fewest"\n`,
    );
    const uv = join(folder, 'uv');
    execFileSync('python3', ['-m', 'venv', uv], { stdio: 'inherit' });
    execFileSync(join(uv, 'bin/pip'), ['install', '--quiet', 'uv'], { stdio: 'inherit' });
    execFileSync(join(uv, 'bin/uv'), ['lock'], { cwd: folder, stdio: 'inherit' });
    const lock = parse(readFileSync(join(folder, 'uv.lock'), 'utf8'));
    return lock.package as unknown as readonly UvPackage[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function toGraph(packages: readonly UvPackage[]): LockGraph {
  const real = packages.filter(({ source }) => source.virtual === undefined);
  const graph: Record<string, GraphPackage> = {};
  for (const found of real) {
    if (graph[found.name]) throw new Error(`${found.name} was resolved to two versions`);
    graph[found.name] = toGraphPackage(found);
  }
  return graph;
}

function toGraphPackage(found: UvPackage): GraphPackage {
  const files = [...(found.sdist ? [found.sdist] : []), ...(found.wheels ?? [])];
  const extras = Object.entries(found['optional-dependencies'] ?? {});
  return {
    version: found.version,
    hashes: files.map(({ hash }) => hash).sort(),
    requires: (found.dependencies ?? []).map(toEdge),
    ...(extras.length > 0
      ? { extras: Object.fromEntries(extras.map(([extra, edges]) => [extra, edges.map(toEdge)])) }
      : {}),
  };
}

function toEdge({ name, marker, extra }: UvEdge): GraphEdge {
  return { name, ...(extra ? { extras: extra } : {}), ...(marker ? { marker } : {}) };
}

const { runtime } = JSON.parse(
  readFileSync(join(root, 'templates', language, 'part.json'), 'utf8'),
).contributes;
const graph = toGraph(resolve(wantedPackages(), runtime.minimum));
writeFileSync(
  join(root, 'templates', language, 'lock.json'),
  `${JSON.stringify(graph, null, 1)}\n`,
);
