import { execFileSync, spawnSync } from 'node:child_process';

const CHECK = `
import ast, json, sys, warnings
warnings.simplefilter("error")
problems = []
for name, text in json.load(sys.stdin):
    try:
        compile(text, name, "exec", ast.PyCF_ONLY_AST)
    except (SyntaxError, ValueError, Warning) as error:
        problems.append(f"{name}: {error}")
json.dump(problems, sys.stdout)
`;

/** Why there is no telling whether Python is valid on this machine, if there is none. */
export const noPython: string | undefined =
  spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))']).status === 0
    ? undefined
    : 'python3 3.11 or newer is not installed';

/** What Python's own parser says against these files. */
export function pythonProblems(files: readonly (readonly [string, string])[]): readonly string[] {
  const input = JSON.stringify(files);
  return JSON.parse(execFileSync('python3', ['-I', '-c', CHECK], { input, encoding: 'utf8' }));
}
