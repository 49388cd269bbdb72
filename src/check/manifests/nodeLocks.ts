import { readYaml } from '../harness/readYaml.ts';

/** What a lock of Node says: whether it is for a range of a package, and what it can't verify. */
export interface NodeLock {
  /** The range that it was made for; undefined when it has none of that name. */
  rangeOf(name: string, range: string): string | undefined;
  /** Packages without a hash. */
  readonly unhashed: readonly string[];
}

type Ranges = Readonly<Record<string, string>>;

interface NpmPackage {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dependencies?: Ranges;
  readonly devDependencies?: Ranges;
  readonly optionalDependencies?: Ranges;
}

interface NpmLock {
  readonly packages?: Readonly<Record<string, NpmPackage>>;
  /** Of version 1, which knows no ranges. */
  readonly dependencies?: Readonly<Record<string, NpmPackage>>;
}

/** Reads package-lock.json, of version 1 to 3. */
export function readNpmLock(text: string): NodeLock {
  const { packages, dependencies } = JSON.parse(text) as NpmLock;
  const unhashed = Object.entries(packages ?? dependencies ?? {})
    .filter(([, { resolved, integrity }]) => resolved?.startsWith('http') && !integrity)
    .map(([name]) => name.replace(/^node_modules\//, ''));
  if (packages === undefined)
    return { unhashed, rangeOf: (name, range) => (dependencies?.[name] ? range : undefined) };
  const top = packages[''] ?? {};
  const ranges: Ranges = {
    ...top.dependencies,
    ...top.devDependencies,
    ...top.optionalDependencies,
  };
  return { unhashed, rangeOf: (name) => ranges[name] };
}

interface PnpmImporter {
  readonly specifiers?: Ranges;
  readonly dependencies?: Readonly<Record<string, PnpmDependency>>;
  readonly devDependencies?: Readonly<Record<string, PnpmDependency>>;
  readonly optionalDependencies?: Readonly<Record<string, PnpmDependency>>;
}

type PnpmDependency = { readonly specifier?: string } | string;

/** Reads what pnpm-lock.yaml says of the project itself; catalogs of ranges are taken for what they stand for. */
export function readPnpmLock(text: string): NodeLock {
  // What follows is thousands of packages, each with its hash or the commit that it is of.
  const [head = ''] = text.split(/^packages:/m);
  const file = (readYaml(head).at(-1) ?? {}) as PnpmImporter & {
    importers?: Record<string, PnpmImporter>;
  };
  const own = file.importers?.['.'] ?? file;
  const all = { ...own.dependencies, ...own.devDependencies, ...own.optionalDependencies };
  return {
    unhashed: [],
    rangeOf(name, range) {
      const found = all[name];
      if (found === undefined) return undefined;
      if (range.startsWith('catalog:')) return range;
      return own.specifiers?.[name] ?? (typeof found === 'string' ? range : found.specifier);
    },
  };
}

/** Reads yarn.lock, of Yarn 1 and of later ones, whose entries are named by name and range. */
export function readYarnLock(text: string): NodeLock {
  const keys = text.split('\n').filter((line) => /^[^\s#].*:$/.test(line));
  const entries = new Set(
    keys.flatMap((line) => line.slice(0, -1).replaceAll('"', '').split(/, */)),
  );
  const has = (name: string, range: string): boolean =>
    entries.has(`${name}@${range}`) || entries.has(`${name}@npm:${range}`);
  const others = (name: string): string | undefined =>
    [...entries].find((entry) => entry.startsWith(`${name}@`))?.slice(name.length + 1);
  return {
    unhashed: [],
    rangeOf: (name, range) => (has(name, range) ? range : others(name)),
  };
}
