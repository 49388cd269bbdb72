import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type Plugin, transformSync } from 'esbuild';
import fsExtra from 'fs-extra';
import type { LockGraph } from '../src/catalog/catalog.ts';
import { hasExpressions, templateSource } from '../src/catalog/compileTemplate.ts';
import { readSources } from '../src/catalog/readCatalog.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

/** What a run without questions or after-steps never loads: each is a chunk of its own. */
const LAZY_CHUNKS: Readonly<Record<string, string>> = {
  'src/commands/create.ts': 'create',
  'src/commands/completeCheck.ts': 'check',
  'src/host/prompts.ts': 'prompts',
  'src/host/colour.ts': 'colour',
  'src/host/shell.ts': 'shell',
  'src/answers/parseAnswersFile.ts': 'answersFile',
  'src/after/runSteps.ts': 'after',
  'fs-extra': 'fsExtra',
};

/** What several lazy chunks need, so that the package has it once. */
const SHARED_CHUNKS: Readonly<Record<string, string>> = { yaml: 'yaml' };

/** Leaves the lazy chunks out of the files that load them. */
const lazyChunks: Plugin = {
  name: 'lazy-chunks',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ kind, path, importer }) => {
      if (kind === 'entry-point') return undefined;
      const source = path.startsWith('.')
        ? join(dirname(importer), path).slice(root.length + 1)
        : path;
      const isLazy = kind === 'dynamic-import' || kind === 'require-call';
      const chunk = SHARED_CHUNKS[source] ?? (isLazy ? LAZY_CHUNKS[source] : undefined);
      return chunk ? { path: `./${chunk}.cjs`, external: true } : undefined;
    });
  },
};

/** inquirer's editor prompt brings 200 KB of text encodings, and is never used. */
const withoutEditor: Plugin = {
  name: 'without-editor',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@inquirer\/editor$/ }, () => ({ path: 'editor', namespace: 'stub' }));
    onLoad({ filter: /./, namespace: 'stub' }, () => ({ contents: 'export default undefined;' }));
  },
};

/** commander loads node:child_process for executable subcommands, which there are none of. */
const withoutSubprocesses: Plugin = {
  name: 'without-subprocesses',
  setup({ onLoad }) {
    onLoad({ filter: /commander\/lib\/command\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const contents = source.replace("require('node:child_process')", 'undefined');
      if (contents === source) throw new Error(`${path} loads no child_process any more`);
      return { contents };
    });
  },
};

/** Bundles the program: one CommonJS entry and the lazy chunks, without dependencies. */
async function bundleProgram(): Promise<Metafile> {
  const chunks = { ...LAZY_CHUNKS, ...SHARED_CHUNKS };
  const entries = Object.entries(chunks).map(([source, out]) => ({ in: source, out }));
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [{ in: 'src/entry.ts', out: 'entry' }, ...entries],
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    metafile: true,
    minify: true,
    keepNames: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    supported: { 'dynamic-import': false },
    mainFields: ['module', 'main'],
    // Its modules in their own syntax are smaller than those that were made for old runtimes.
    alias: {
      'handlebars/runtime': join(root, 'node_modules/handlebars/lib/handlebars.runtime.js'),
    },
    external: ['./catalog.cjs'],
    legalComments: 'none',
    plugins: [lazyChunks, withoutEditor, withoutSubprocesses],
  });
  return metafile;
}

/**
 * Compiles templates/ into two files a part, so that the program parses none and walks no folder:
 * code for what has expressions, and data for what has none and for the lock graph.
 */
function compileTemplates(): void {
  const { parts, texts, lockGraphs } = readSources(join(root, 'templates'));
  const chunks = parts.map(({ id }) => ({ id, name: `./parts/${id.replaceAll('/', '-')}` }));
  const code = chunks.filter(({ id, name }) => writeCode(`${name}.cjs`, texts.get(id)));
  const data = chunks.filter(({ id, name }) =>
    writeData(`${name}.json`, texts.get(id), lockGraphs.get(id)),
  );
  const loaders = (some: typeof chunks, extension: string): string =>
    `{${some.map(({ id, name }) => `${JSON.stringify(id)}:()=>require("${name}${extension}")`)}}`;
  fsExtra.outputFileSync(join(dist, 'parts.json'), JSON.stringify(parts));
  fsExtra.outputFileSync(
    join(dist, 'catalog.cjs'),
    `exports.parts=require("./parts.json");\nexports.code=${loaders(code, '.cjs')};\nexports.data=${loaders(data, '.json')};\n`,
  );
}

type Texts = ReadonlyMap<string, string>;

/** Writes the templates with expressions, if there are any. */
function writeCode(file: string, texts: Texts = new Map()): boolean {
  const entries = [...texts]
    .filter(([, text]) => hasExpressions(text))
    .map(([path, text]) => `${JSON.stringify(path)}:${shortSource(text)}`);
  if (entries.length === 0) return false;
  const { code } = transformSync(`module.exports={${entries.join(',')}}`, { minify: true });
  fsExtra.outputFileSync(join(dist, file), code);
  return true;
}

/** Writes the templates that are plain text and the lock graph, if there is one of these. */
function writeData(file: string, texts: Texts = new Map(), lockGraph?: LockGraph): boolean {
  const plain = [...texts].filter(([, text]) => !hasExpressions(text));
  if (plain.length === 0 && !lockGraph) return false;
  fsExtra.outputJsonSync(join(dist, file), { texts: Object.fromEntries(plain), lockGraph });
  return true;
}

/**
 * A compiled template without what is of no use in the program: a substitute, in every block, for a
 * function that old runtimes of Handlebars lack, and the place in the template of every expression.
 */
function shortSource(text: string): string {
  const position = String.raw`\{"line":\d+,"column":\d+\}`;
  return templateSource(text)
    .replace(
      /container\.lookupProperty \|\| function\(parent, propertyName\) \{[^}]*\}\s*return undefined\s*\}/g,
      'container.lookupProperty',
    )
    .replace(
      new RegExp(String.raw`,\s*("loc":\s*)?\{"start":${position},"end":${position}\}`, 'g'),
      '',
    );
}

/** The licence texts of every package that is in the bundle. */
function writeLicences({ inputs }: Metafile): void {
  const folders = new Set(
    Object.keys(inputs).flatMap(
      (input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0] ?? [],
    ),
  );
  const texts = [...folders].sort().map((path) => {
    const folder = join(root, path);
    const { name, version, license } = fsExtra.readJsonSync(join(folder, 'package.json'));
    const file = fsExtra.readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} ${version} (${license}) has no licence file to ship`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`));
}

fsExtra.emptyDirSync(dist);
compileTemplates();
writeLicences(await bundleProgram());
chmodSync(join(root, 'bin', 'create-twelve-factor.cjs'), 0o755);
