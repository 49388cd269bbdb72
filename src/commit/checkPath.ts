import type { RelativePath } from '../catalog/contribution.ts';
import { EXIT, UserError } from '../errors.ts';

/** What is wrong with a path, as the rest of a sentence; undefined when it stays inside the project. */
export function pathProblem(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (path.includes('\0')) return 'holds a NUL character';
  if (path.includes('\\')) return 'holds a backslash';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is not relative to the project';
  const names = path.split('/');
  if (names.includes('..')) return 'leads out of the project';
  if (names.includes('') || names.includes('.')) return 'is not in its shortest form';
  // What is written there could be run by git itself.
  if (names.some((name) => name.toLowerCase() === '.git')) return 'leads into the git repository';
  if ((names[0] ?? '').startsWith('.ctf-')) return 'is reserved for unfinished runs';
  return undefined;
}

/** Refuses a path that does not stay inside the project: UserError with exit code 3. */
export function checkPath(path: string, where: string = path): asserts path is RelativePath {
  const problem = pathProblem(path);
  if (problem === undefined) return;
  throw new UserError({
    message: `The path "${path}" ${problem}, so it is refused.`,
    where,
    remedy: 'Correct the path; a project holds only files below its own directory.',
    exitCode: EXIT.target,
  });
}
