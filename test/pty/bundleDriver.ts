import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const CHUNKS = ['prompts', 'colour'];

/** Stands for the editor prompt, which brings 200 KB of encodings and is never used. */
const editorStub: Plugin = {
  name: 'editor-stub',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@inquirer\/editor$/ }, () => ({ path: 'editor', namespace: 'stub' }));
    onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'export default undefined;' }));
  },
};

/** What is imported on demand stays a file of its own. */
const chunksApart: Plugin = {
  name: 'chunks-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/(prompts|colour)\.ts$/ }, ({ kind, path: wanted }) =>
      kind === 'dynamic-import'
        ? { path: wanted.replace(/ts$/, 'cjs'), external: true }
        : undefined,
    );
  },
};

/** Bundles a driver program of test/pty/drivers as the product is bundled; returns its path. */
export async function bundleDriver(name: string): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'twelve-factor-driver-'));
  const chunks = CHUNKS.map((chunk) => ({
    in: path.join(root, `src/host/${chunk}.ts`),
    out: chunk,
  }));
  await build({
    entryPoints: [{ in: path.join(root, `test/pty/drivers/${name}.ts`), out: name }, ...chunks],
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    supported: { 'dynamic-import': false },
    plugins: [editorStub, chunksApart],
    logLevel: 'error',
  });
  return path.join(folder, `${name}.cjs`);
}
