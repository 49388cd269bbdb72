import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import fsExtra from 'fs-extra';
import { compileTemplate } from '../src/catalog/compileTemplate.ts';
import type { CompiledPart, PartFacts } from '../src/catalog/loadCatalog.ts';
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

/** What the program uses of commander. */
const COMMANDER = `export { Command } from './lib/command.js';
export { CommanderError } from './lib/error.js';
export { Option } from './lib/option.js';`;

/**
 * commander's files as modules, which esbuild joins into one scope: in functions of their own, as
 * CommonJS, V8 reads them twice. Without node:child_process, which is for executable subcommands,
 * there are none of these.
 */
const commanderAsModules: Plugin = {
  name: 'commander-as-modules',
  setup({ onLoad }) {
    onLoad({ filter: /commander\/esm\.mjs$/ }, () => ({ contents: COMMANDER }));
    onLoad({ filter: /commander\/lib\/\w+\.js$/ }, ({ path }) => {
      const contents = readFileSync(path, 'utf8')
        .replace("require('node:child_process')", 'undefined')
        .replace(/^const (\{.+\}) = require\('(\.\/.+)'\);$/gm, "import $1 from '$2';")
        .replace(/^exports\.(\w+) = \1;/gm, 'export { $1 };');
      const left = /^.*(child_process|require\('\.|\bexports\b).*$/m.exec(contents);
      if (left) throw new Error(`${path} is written in another way now: ${left[0]}`);
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
    legalComments: 'none',
    plugins: [lazyChunks, withoutEditor, commanderAsModules],
  });
  return metafile;
}

/**
 * Compiles templates/ into data, so that the program parses no template and walks no folder: a list of
 * all parts to choose from, and a file with the rest of each.
 */
function writeCatalog(): void {
  const { parts, texts, lockGraphs } = readSources(join(root, 'templates'));
  writeJson(
    'parts.json',
    parts.map(({ contributes: _, ...facts }): PartFacts => facts),
  );
  for (const { id, contributes } of parts) {
    const compiled = [...(texts.get(id) ?? [])].map(
      ([path, text]) => [path, compileTemplate(text)] as const,
    );
    const lockGraph = lockGraphs.get(id);
    const part: CompiledPart = {
      contributes,
      templates: Object.fromEntries(compiled),
      ...(lockGraph ? { lockGraph } : {}),
    };
    writeJson(`parts/${id}.json`, part);
  }
}

/** In ASCII only: V8 keeps any other text in two bytes a character, and reads it more slowly. */
function writeJson(file: string, value: unknown): void {
  const text = JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  fsExtra.outputFileSync(join(dist, file), text);
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
writeCatalog();
writeLicences(await bundleProgram());
chmodSync(join(root, 'bin', 'create-twelve-factor.cjs'), 0o755);
