import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'acorn';

/** Where in a file the functions begin that a run has called. */
type Called = ReadonlySet<number>;

/**
 * Marks the functions that a plain `create` calls, so that V8 compiles them as it reads their file. Of any
 * other function it only looks for the end, and reads it again when it is called. The mark is a pair of
 * parentheses: V8 takes the function in them for one that is called at once (v8.dev/blog/preparser).
 * @param launcher runs the program that was built
 * @param file the chunk that such a run loads
 */
export function compileAtOnce(launcher: string, file: string): void {
  const called = functionsOfRun(launcher, file);
  writeFileSync(file, markFunctions(readFileSync(file, 'utf8'), called));
}

/** Runs `create` and tells which functions of a file it called. */
function functionsOfRun(launcher: string, file: string): Called {
  const folder = mkdtempSync(join(tmpdir(), 'run-'));
  try {
    const coverage = join(folder, 'coverage');
    const argv = [launcher, join(folder, 'app'), '--yes', '--no-git'];
    const env = { ...process.env, NODE_V8_COVERAGE: coverage };
    execFileSync(process.execPath, argv, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const scripts = readdirSync(coverage).flatMap((name) => readCoverage(join(coverage, name)));
    const script = scripts.find(({ url }) => url === pathToFileURL(file).href);
    if (!script) throw new Error(`create does not load ${basename(file)}`);
    const counted = script.functions.map(({ ranges: [whole] }) => whole);
    return new Set(counted.flatMap((range) => (range?.count ? [range.startOffset] : [])));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What V8 counted in one script: the first range of a function is all of it. */
interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly {
    readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
  }[];
}

function readCoverage(file: string): readonly ScriptCoverage[] {
  return JSON.parse(readFileSync(file, 'utf8')).result;
}

/** Declarations can't stand in parentheses: they become variables, set before all else as declarations are. */
function markFunctions(code: string, called: Called): string {
  const { body } = parse(code, { ecmaVersion: 'latest', sourceType: 'script' });
  const marked: string[] = [];
  const rest: string[] = [];
  const directives = body.filter((one) => one.type === 'ExpressionStatement' && one.directive);
  for (const statement of body) {
    const { start, end } = statement;
    if (directives.includes(statement)) continue;
    if (statement.type !== 'FunctionDeclaration' || !called.has(start))
      rest.push(code.slice(start, end));
    else {
      const { name, start: nameStart, end: nameEnd } = statement.id;
      marked.push(`${name}=(${code.slice(start, nameStart)}${code.slice(nameEnd, end)})`);
    }
  }
  if (marked.length === 0) throw new Error('a run calls functions, and none was found');
  const strict = directives.map(({ start, end }) => code.slice(start, end));
  return [...strict, `var ${marked.join(',')};`, ...rest, ''].join('\n');
}
