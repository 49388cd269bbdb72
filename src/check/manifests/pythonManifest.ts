import { parse } from 'smol-toml';
import { type ManifestFindings, missingNames, type ReadText, unlocked } from './manifest.ts';
import { normalised, readRequirements } from './requirementsFile.ts';

type Table = Readonly<Record<string, unknown>>;

/** Files of pip that say what runs; those for development are none of them. */
const REQUIREMENTS = [
  'requirements.txt',
  'requirements/production.txt',
  'requirements/prod.txt',
  'requirements/base.txt',
];

/** What a Python project declares, and its lock: of uv, Poetry, Pipenv, PDM or pip. */
export function pythonManifest(read: ReadText): ManifestFindings | undefined {
  const pyproject = read('pyproject.toml');
  const pipfile = read('Pipfile');
  const requirements = REQUIREMENTS.find((name) => read(name) !== undefined);
  if (pipfile !== undefined) return pipenv(parse(pipfile), read('Pipfile.lock'));
  const declared = pyproject === undefined ? [] : declaredIn(parse(pyproject));
  for (const lock of ['uv.lock', 'poetry.lock', 'pdm.lock']) {
    const text = read(lock);
    if (text !== undefined) return lockedByToml('pyproject.toml', declared, lock, text);
  }
  if (requirements !== undefined)
    return lockedByPip(declared, requirements, read(requirements) ?? '');
  if (declared.length === 0) return undefined;
  return unlocked('pyproject.toml', declared.length, 'uv.lock, poetry.lock or requirements.txt');
}

/** The dependencies of what runs, by name. */
function declaredIn(file: Table): readonly string[] {
  const listed = asList(asTable(file.project).dependencies).map(String);
  const poetry = Object.keys(asTable(asTable(asTable(file.tool).poetry).dependencies));
  const names = listed.map((text) => /^\s*([\w.-]+)/.exec(text)?.[1] ?? '');
  return [...names, ...poetry.filter((name) => name !== 'python')].map(normalised);
}

function lockedByToml(
  manifest: string,
  declared: readonly string[],
  lock: string,
  text: string,
): ManifestFindings {
  const packages = asList(parse(text).package).map(asTable);
  const names = new Set(packages.map(({ name }) => normalised(String(name))));
  // A package of an index has files, and each of these a hash.
  const bare = packages.filter((one) => hasFiles(one) && !JSON.stringify(one).includes('sha256:'));
  const unhashed = bare.map(({ name }) => `${lock} has no hash of ${name}`);
  return {
    manifest,
    lock,
    faults: [...missingNames(manifest, lock, declared, names), ...unhashed],
  };
}

function hasFiles({ files, wheels, sdist }: Table): boolean {
  return asList(files).length + asList(wheels).length > 0 || sdist !== undefined;
}

function pipenv(file: Table, lock: string | undefined): ManifestFindings {
  const declared = Object.keys(asTable(file.packages)).map(normalised);
  if (lock === undefined && declared.length > 0)
    return unlocked('Pipfile', declared.length, 'Pipfile.lock');
  const locked = asTable(asTable(JSON.parse(lock ?? '{}')).default);
  const names = new Set(Object.keys(locked).map(normalised));
  const faults = missingNames('Pipfile', 'Pipfile.lock', declared, names);
  return { manifest: 'Pipfile', lock: 'Pipfile.lock', faults };
}

function lockedByPip(declared: readonly string[], file: string, text: string): ManifestFindings {
  const requirements = readRequirements(text);
  const loose = requirements.filter(({ exact }) => !exact);
  const bare = requirements.filter(({ hashed }) => !hashed);
  const names = new Set(requirements.map(({ name }) => name));
  const manifest = declared.length > 0 ? 'pyproject.toml' : file;
  return {
    manifest,
    lock: file,
    faults: [
      ...loose.map(({ name }) => `${file} does not pin ${name} to one version`),
      ...(bare.length > 0 && loose.length === 0
        ? [`${file} pins versions, and has no hash of ${bare[0]?.name}${andMore(bare.length)}`]
        : []),
      ...missingNames(manifest, file, declared, names),
    ],
  };
}

function andMore(count: number): string {
  return count > 1 ? ` and ${count - 1} more` : '';
}

function asTable(value: unknown): Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Table)
    : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
