import { type ManifestFindings, type ReadText, unlocked } from './manifest.ts';
import { type NodeLock, readNpmLock, readPnpmLock, readYarnLock } from './nodeLocks.ts';

const LOCKS = {
  'package-lock.json': readNpmLock,
  'npm-shrinkwrap.json': readNpmLock,
  'pnpm-lock.yaml': readPnpmLock,
  'yarn.lock': readYarnLock,
} as const;

/** Locks that are there, and whose content is not read. */
const UNREAD = ['bun.lock', 'bun.lockb'];

/** What package.json declares, and the lock of npm, pnpm or Yarn. */
export function nodeManifest(read: ReadText): ManifestFindings | undefined {
  const text = read('package.json');
  if (text === undefined) return undefined;
  const manifest = 'package.json';
  const declared = declaredIn(text);
  const unread = UNREAD.find((name) => read(name) !== undefined);
  if (unread !== undefined)
    return { manifest, lock: unread, faults: [], unknown: `${unread} is not read here` };
  for (const [lock, readLock] of Object.entries(LOCKS)) {
    const content = read(lock);
    if (content === undefined) continue;
    return { manifest, lock, faults: faultsOf(lock, readLock(content), declared) };
  }
  return declared.length === 0 ? undefined : unlocked(manifest, declared.length, 'lock file');
}

function declaredIn(text: string): readonly (readonly [name: string, range: string])[] {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(text) as Record<
    string,
    Record<string, string> | undefined
  >;
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
}

function faultsOf(
  lock: string,
  { rangeOf, unhashed }: NodeLock,
  declared: readonly (readonly [string, string])[],
): readonly string[] {
  const stale = declared.flatMap(([name, range]) => {
    const locked = rangeOf(name, range);
    if (locked === range) return [];
    return locked === undefined
      ? [`${lock} does not have ${name}, which package.json names`]
      : [`${lock} is for ${name} ${locked}, package.json wants ${range}`];
  });
  return [...stale, ...unhashed.map((name) => `${lock} has no hash of ${name}`)];
}
