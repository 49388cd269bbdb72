import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cargoManifest, goManifest, mavenManifest } from './compiledManifests.ts';
import type { ManifestFindings, ReadText } from './manifest.ts';
import { nodeManifest } from './nodeManifest.ts';
import { pythonManifest } from './pythonManifest.ts';

type Reader = (read: ReadText) => ManifestFindings | undefined;

const READERS: readonly (readonly [what: string, reader: Reader])[] = [
  ['a manifest of Python', pythonManifest],
  ['package.json', nodeManifest],
  ['go.mod', goManifest],
  ['Cargo.toml', cargoManifest],
  ['pom.xml', mavenManifest],
];

/** Manifests of which only is known what file locks them. */
const OTHERS: readonly (readonly [manifest: string, lock: string])[] = [
  ['Gemfile', 'Gemfile.lock'],
  ['composer.json', 'composer.lock'],
  ['mix.exs', 'mix.lock'],
  ['build.gradle', 'gradle.lockfile'],
  ['build.gradle.kts', 'gradle.lockfile'],
];

/** The manifests at the top of a project that declare a dependency, each with what its lock is worth. */
export function readManifests(directory: string): readonly ManifestFindings[] {
  const read: ReadText = (name) => {
    const path = join(directory, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
  const others = OTHERS.filter(([manifest]) => read(manifest) !== undefined);
  return [
    ...READERS.flatMap(([what, reader]) => findingsOf(what, reader, read)),
    ...others.map(([manifest, lock]) => otherManifest(manifest, lock, read)),
  ];
}

function findingsOf(manifest: string, reader: Reader, read: ReadText): readonly ManifestFindings[] {
  try {
    const findings = reader(read);
    return findings === undefined ? [] : [findings];
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    const unknown = `${manifest} or its lock can't be read: ${reason}`;
    return [{ manifest, lock: undefined, faults: [], unknown }];
  }
}

function otherManifest(manifest: string, lock: string, read: ReadText): ManifestFindings {
  const unknown = `${manifest} and ${lock} are not compared here`;
  if (read(lock) !== undefined) return { manifest, lock, faults: [], unknown };
  const gradle = manifest.startsWith('build.gradle');
  if (gradle) return { manifest, lock: undefined, faults: [], unknown: `${manifest} has no lock` };
  return { manifest, lock: undefined, faults: [`${manifest} is there, and no ${lock}`] };
}
