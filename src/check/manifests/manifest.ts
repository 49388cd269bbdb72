/** What can be told of a manifest of dependencies and its lock. */
export interface ManifestFindings {
  /** Its file. */
  readonly manifest: string;
  /** The file that locks it, or several. */
  readonly lock: string | undefined;
  /** Why that is no exact lock of it, one sentence each. */
  readonly faults: readonly string[];
  /** Why nothing can be told. */
  readonly unknown?: string;
}

/** The text of a file at the top of a project, or undefined. */
export type ReadText = (name: string) => string | undefined;

/** What is missing where a manifest has dependencies and no lock. */
export function unlocked(manifest: string, count: number, locks: string): ManifestFindings {
  const some = count === 1 ? 'a dependency' : `${count} dependencies`;
  return {
    manifest,
    lock: undefined,
    faults: [`${manifest} names ${some}, and no ${locks} is there`],
  };
}

/** Names that a manifest has and its lock does not, as faults. */
export function missingNames(
  manifest: string,
  lock: string,
  names: readonly string[],
  locked: ReadonlySet<string>,
): readonly string[] {
  return names
    .filter((name) => !locked.has(name))
    .map((name) => `${lock} does not have ${name}, which ${manifest} names`);
}
