import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answers } from '../../src/answers/options.ts';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { planProject } from '../../src/plan/planProject.ts';
import { houseCatalog } from '../catalog/houseCatalog.ts';
import { realCatalog } from '../catalog/realCatalog.ts';
import { label, matrix } from '../plan/matrix.ts';

const GOLDEN = fileURLToPath(new URL('../golden', import.meta.url));
const DESCRIPTION = `Takes "orders" & ships them: it's <quick>, 100% | safe`;

/**
 * These act on the folder that they lie in, so git would obey those of a generated project inside
 * of our own repository: they are kept under another name.
 */
const ACTING = /(^|\/)\.git(ignore|attributes)$/;
const SUFFIX = '.golden';

/** The files of a project by path; an executable one says so. */
export type Tree = Readonly<
  Record<string, { readonly text: string; readonly executable: boolean }>
>;

/** Every golden project as it is planned now: for each stack with nothing, with one and with many. */
export function plannedTrees(): ReadonlyMap<string, Tree> {
  const cases = [realCatalog, houseCatalog].flatMap((catalog) =>
    chosenAnswers(catalog).map((answers) => [label(answers), planTree(answers, catalog)] as const),
  );
  return new Map(cases);
}

/** The golden projects in the repository. */
export function storedTrees(): ReadonlyMap<string, Tree> {
  return new Map(readdirSync(GOLDEN).map((name) => [name, readTree(join(GOLDEN, name))]));
}

/** Puts the golden projects into the repository in place of those that are there. */
export function storeTrees(trees: ReadonlyMap<string, Tree>): void {
  rmSync(GOLDEN, { recursive: true, force: true });
  for (const [name, tree] of trees)
    for (const [path, { text, executable }] of Object.entries(tree)) {
      const file = join(GOLDEN, name, ACTING.test(path) ? path + SUFFIX : path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      chmodSync(file, executable ? 0o755 : 0o644);
    }
}

function chosenAnswers(catalog: Catalog): readonly Answers[] {
  const all = matrix(catalog);
  const stacks = [...new Set(all.map(({ stack }) => stack))];
  const size = ({ services, targets }: Answers): number => services.length * 100 + targets.length;
  const chosen = stacks.flatMap((stack) => {
    const ofStack = all.filter((answers) => answers.stack === stack);
    const one = ofStack.find((answers) => size(answers) === 100);
    const [many] = ofStack
      .filter(({ services }) => services.length > 1)
      .sort((a, b) => size(b) - size(a));
    return [ofStack[0], one, many].filter((answers) => answers !== undefined);
  });
  return [...new Set(chosen)];
}

function planTree(answers: Answers, catalog: Catalog): Tree {
  const plan = planProject({ ...answers, description: DESCRIPTION }, catalog);
  return Object.fromEntries(
    [...plan].map(([path, { text, executable }]) => [path, { text, executable }]),
  );
}

function readTree(folder: string): Tree {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(
    files.map((file) => {
      const path = relative(folder, file).replaceAll('\\', '/');
      const name = path.endsWith(SUFFIX) ? path.slice(0, -SUFFIX.length) : path;
      const executable = (statSync(file).mode & 0o100) !== 0;
      return [name, { text: readFileSync(file, 'utf8'), executable }];
    }),
  );
}
