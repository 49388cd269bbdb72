import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import type { Catalog, CompiledTemplate, LockGraph } from './catalog.ts';
import { compileTemplate } from './compileTemplate.ts';
import type { RelativePath } from './contribution.ts';
import type { Part, PartId, PartKind } from './part.ts';

/** What the first folders of a part's id say about its kind. */
const KINDS: readonly (readonly [RegExp, PartKind])[] = [
  [/^base$/, 'base'],
  [/^languages\/[^/]+$/, 'language'],
  [/^stacks\/[^/]+$/, 'stack'],
  [/^services\/[^/]+$/, 'service'],
  [/^capabilities\/[^/]+$/, 'capability'],
  [/^services\/[^/]+\/drivers\/[^/]+(\/for\/[^/]+)?$/, 'driver'],
  [/^capabilities\/[^/]+\/drivers\/[^/]+(\/on\/[^/]+)?$/, 'driver'],
  [/^capabilities\/[^/]+\/examples(\/[^/]+)?$/, 'example'],
  [/^targets\/[^/]+$/, 'target'],
];

/** The parts below a templates folder with the text of their templates, as maintainers wrote them. */
export interface TemplateSources {
  readonly parts: readonly Part[];
  /** By part, then by the path that each template renders. */
  readonly texts: ReadonlyMap<PartId, ReadonlyMap<RelativePath, string>>;
  readonly lockGraphs: ReadonlyMap<PartId, LockGraph>;
}

/**
 * Reads and validates every part below `folder`.
 * @throws Error naming the file and the field, when a part is not as part.schema.json says.
 */
export function readSources(folder: string): TemplateSources {
  const validate = partValidator(join(folder, 'part.schema.json'));
  const ids = walk(folder)
    .filter((path) => path.endsWith('/part.json'))
    .map((path) => posix.dirname(path))
    .sort();
  const parts = ids.map((id) => readPart(folder, id, validate));
  return {
    parts,
    texts: new Map(ids.map((id) => [id, readTexts(join(folder, id, 'files'))])),
    lockGraphs: new Map(
      ids
        .filter((id) => existsSync(join(folder, id, 'lock.json')))
        .map((id) => [id, readJson(join(folder, id, 'lock.json')) as LockGraph]),
    ),
  };
}

/** A catalog that compiles its templates on first use: for development and tests. */
export function readCatalog(folder: string): Catalog {
  const sources = readSources(folder);
  const compiled = new Map<PartId, ReadonlyMap<RelativePath, CompiledTemplate>>();
  return {
    parts: sources.parts,
    templatesOf(part) {
      const known = compiled.get(part);
      if (known) return known;
      const texts = sources.texts.get(part) ?? new Map<RelativePath, string>();
      const templates = new Map([...texts].map(([path, text]) => [path, compileTemplate(text)]));
      compiled.set(part, templates);
      return templates;
    },
    lockGraphOf: (language) => sources.lockGraphs.get(language) ?? {},
  };
}

function readPart(
  folder: string,
  id: PartId,
  validate: (facts: unknown) => string | undefined,
): Part {
  const kind = KINDS.find(([pattern]) => pattern.test(id))?.[1];
  const file = posix.join('templates', id, 'part.json');
  if (!kind) throw new Error(`${file}: no kind of part lives in this folder`);
  const facts = readJson(join(folder, id, 'part.json')) as Omit<Part, 'id' | 'kind' | 'name'>;
  const problem = validate(facts);
  if (problem) throw new Error(`${file}: ${problem}`);
  return { id, kind, name: posix.basename(id), ...facts };
}

function partValidator(schemaFile: string): (facts: unknown) => string | undefined {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  const validate = ajv.compile(readJson(schemaFile) as object);
  return (facts) =>
    validate(facts)
      ? undefined
      : (validate.errors ?? [])
          .map(
            (error) =>
              `${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`,
          )
          .join('; ');
}

/** The templates of one part; every file is one, and its name ends in `.hbs`. */
function readTexts(files: string): ReadonlyMap<RelativePath, string> {
  if (!existsSync(files)) return new Map();
  return new Map(
    walk(files)
      .sort()
      .map((path) => {
        if (!path.endsWith('.hbs'))
          throw new Error(`${join(files, path)}: a template's name ends in .hbs`);
        return [path.slice(0, -'.hbs'.length), readFileSync(join(files, path), 'utf8')];
      }),
  );
}

/** The files below a folder, as relative paths. Links are refused: a template is a plain file. */
function walk(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(below, entry.name);
    if (entry.isSymbolicLink()) throw new Error(`${join(folder, path)}: templates hold no links`);
    return entry.isDirectory() ? walk(folder, path) : [path];
  });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file}: ${(cause as Error).message}`, { cause });
  }
}
