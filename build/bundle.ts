import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import fsExtra from 'fs-extra';
import { compileTemplate } from '../src/catalog/compileTemplate.ts';
import type { CompiledPart, PartFacts } from '../src/catalog/loadCatalog.ts';
import { readSources } from '../src/catalog/readCatalog.ts';
import { compileAtOnce } from './compileAtOnce.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

/**
 * The chunks that are loaded when they are needed, each with the modules that are imported from it then.
 * The launcher loads one of the first two, which can do all that the other can, by way of it.
 */
const LAZY_CHUNKS: Readonly<Record<string, readonly string[]>> = {
  entry: ['src/entry.ts', 'src/commands/runCreate.ts'],
  explain: ['src/explain.ts', 'src/program.ts'],
  existing: [
    'src/commit/changeDirectory.ts',
    'src/commit/recoverTransaction.ts',
    'src/commands/reconcileExisting.ts',
  ],
  questions: ['src/answers/askMissing.ts', 'src/commands/printSummary.ts'],
  answersFile: ['src/host/input.ts', 'src/answers/parseAnswersFile.ts'],
  after: ['src/after/runSteps.ts'],
  check: ['src/commands/completeCheck.ts'],
  prompts: ['src/host/prompts.ts'],
  colour: ['src/host/colour.ts'],
  shell: ['src/host/shell.ts'],
  fsExtra: ['fs-extra'],
};

/** What several lazy chunks need, so that the package has it once. */
const SHARED_CHUNKS: Readonly<Record<string, readonly string[]>> = { yaml: ['yaml'] };

const CHUNKS = { ...LAZY_CHUNKS, ...SHARED_CHUNKS };

function chunkOf(
  module: string,
  chunks: Readonly<Record<string, readonly string[]>>,
): string | undefined {
  return Object.keys(chunks).find((chunk) => chunks[chunk]?.includes(module));
}

/** Makes each chunk of its modules, and leaves them out of the files that load it. */
const lazyChunks: Plugin = {
  name: 'lazy-chunks',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ kind, path, importer }) => {
      if (kind === 'entry-point') return path in CHUNKS ? { path, namespace: 'chunk' } : undefined;
      if (importer in CHUNKS) return undefined;
      const module = path.startsWith('.')
        ? join(dirname(importer), path).slice(root.length + 1)
        : path;
      const isLazy = kind === 'dynamic-import' || kind === 'require-call';
      const chunk = chunkOf(module, isLazy ? CHUNKS : SHARED_CHUNKS);
      return chunk ? { path: `./${chunk}.cjs`, external: true } : undefined;
    });
    onLoad({ filter: /./, namespace: 'chunk' }, ({ path }) => ({
      contents: (CHUNKS[path] ?? [])
        .map((module) => `export * from '${module.startsWith('src/') ? './' : ''}${module}';`)
        .join('\n'),
      resolveDir: root,
    }));
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

/**
 * What the program uses of Handlebars: its block helpers, in an environment that has nothing else. The
 * rest is for templates that are JavaScript; ours are data.
 */
const HANDLEBARS = `import registerEach from 'handlebars/lib/handlebars/helpers/each.js';
import registerIf from 'handlebars/lib/handlebars/helpers/if.js';
import registerWith from 'handlebars/lib/handlebars/helpers/with.js';

export default {
  create() {
    const helpers = {};
    const environment = {
      helpers,
      registerHelper: (name, helper) => {
        helpers[name] = helper;
      },
    };
    for (const register of [registerEach, registerIf, registerWith]) register(environment);
    return environment;
  },
};`;

const handlebarsHelpers: Plugin = {
  name: 'handlebars-helpers',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^handlebars\/runtime$/ }, ({ path }) => ({ path, namespace: 'helpers' }));
    onLoad({ filter: /./, namespace: 'helpers' }, () => ({
      contents: HANDLEBARS,
      resolveDir: root,
    }));
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
  const chunks = Object.keys(CHUNKS).map((chunk) => ({ in: chunk, out: chunk }));
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: chunks,
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
    legalComments: 'none',
    plugins: [lazyChunks, withoutEditor, handlebarsHelpers, commanderAsModules],
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
      templates: compiled,
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
const launcher = join(root, 'bin', 'create-twelve-factor.cjs');
chmodSync(launcher, 0o755);
compileAtOnce(launcher, join(dist, 'entry.cjs'));
