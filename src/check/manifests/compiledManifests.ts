import { parse } from 'smol-toml';
import { type ManifestFindings, missingNames, type ReadText, unlocked } from './manifest.ts';

/** What go.mod requires, and the hashes of go.sum. */
export function goManifest(read: ReadText): ManifestFindings | undefined {
  const text = read('go.mod');
  if (text === undefined) return undefined;
  const required = [...text.matchAll(/^(?:require\s+|\t)([^\s()]+)\s+(v\S+)/gm)].map(
    ([, module, version]) => `${module} ${version}`,
  );
  const sums = read('go.sum');
  if (required.length === 0) return undefined;
  if (sums === undefined) return unlocked('go.mod', required.length, 'go.sum');
  const known = new Set(sums.split('\n').map((line) => line.replace(/(?:\/go\.mod)? h1:.*$/, '')));
  return {
    manifest: 'go.mod',
    lock: 'go.sum',
    faults: missingNames('go.mod', 'go.sum', required, known),
  };
}

interface CargoLock {
  readonly package?: readonly {
    readonly name: string;
    readonly source?: string;
    readonly checksum?: string;
  }[];
}

/** What Cargo.toml declares, and Cargo.lock. */
export function cargoManifest(read: ReadText): ManifestFindings | undefined {
  const text = read('Cargo.toml');
  if (text === undefined) return undefined;
  const declared = Object.entries((parse(text).dependencies ?? {}) as Record<string, unknown>).map(
    ([name, value]) => renamed(value) ?? name,
  );
  const lock = read('Cargo.lock');
  if (lock === undefined)
    return declared.length === 0
      ? undefined
      : unlocked('Cargo.toml', declared.length, 'Cargo.lock');
  const packages = (parse(lock) as CargoLock).package ?? [];
  const names = new Set(packages.map(({ name }) => name));
  const unhashed = packages
    .filter(({ source, checksum }) => source?.startsWith('registry+') && checksum === undefined)
    .map(({ name }) => `Cargo.lock has no hash of ${name}`);
  return {
    manifest: 'Cargo.toml',
    lock: 'Cargo.lock',
    faults: [...missingNames('Cargo.toml', 'Cargo.lock', declared, names), ...unhashed],
  };
}

function renamed(value: unknown): string | undefined {
  const { package: name } = typeof value === 'object' ? (value as { package?: string }) : {};
  return name;
}

/** Versions that are another one on another day. */
const MOVING = /<version>\s*(LATEST|RELEASE|[[(][^<]*|[^<]*-SNAPSHOT)\s*<\/version>/;

/** What pom.xml declares. Maven has no lock: only versions that move can be told. */
export function mavenManifest(read: ReadText): ManifestFindings | undefined {
  const text = read('pom.xml');
  if (text === undefined) return undefined;
  const lists = text.match(/<dependency>[\s\S]*?<\/dependency>/g) ?? [];
  const faults = lists.flatMap((dependency) => {
    const [, version] = MOVING.exec(dependency) ?? [];
    const [, name = ''] = /<artifactId>\s*([^<\s]+)/.exec(dependency) ?? [];
    return version === undefined ? [] : [`pom.xml lets ${name} be of version ${version}`];
  });
  return {
    manifest: 'pom.xml',
    lock: undefined,
    faults,
    unknown: 'pom.xml names versions, and Maven has no lock for what these need in turn',
  };
}
