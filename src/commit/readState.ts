import { join } from 'node:path';
import { EXIT, UserError } from '../errors.ts';
import type { AbsolutePath, Disk } from '../host/disk.ts';
import { pathProblem } from './checkPath.ts';
import { explained } from './diskFault.ts';
import { STATE_PATH, type State } from './projectState.ts';

/** Far more than the state of any project has. */
const SIZE_LIMIT = 1024 * 1024;

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function hasExactly(value: Json, keys: readonly string[]): boolean {
  return Object.keys(value).sort().join() === [...keys].sort().join();
}

function isVersion(value: unknown): boolean {
  return isText(value) && /^\d{1,9}\.\d{1,9}\.\d{1,9}(-[0-9A-Za-z.-]{1,64})?$/.test(value);
}

function isAnswer(value: unknown): boolean {
  return isText(value) || (Array.isArray(value) && value.every(isText));
}

function isRecordedFile(value: unknown): boolean {
  if (!isObject(value) || !hasExactly(value, ['id', 'executable'])) return false;
  const { id, executable } = value;
  return isText(id) && /^[0-9a-f]{40}$/.test(id) && typeof executable === 'boolean';
}

/** A text of the file, cut so that it fits into a message. */
function quoted(text: string): string {
  return `"${text.slice(0, 80)}"`;
}

function filesProblem(files: unknown): string | undefined {
  if (!isObject(files)) return '"files" is no object';
  for (const [path, file] of Object.entries(files)) {
    const problem = pathProblem(path);
    if (problem !== undefined) return `the path ${quoted(path)} ${problem}`;
    if (!isRecordedFile(file)) return `${quoted(path)} needs an "id" and "executable"`;
  }
  return undefined;
}

function conflictsProblem(conflicts: unknown): string | undefined {
  if (!Array.isArray(conflicts) || !conflicts.every(isText))
    return '"conflicts" is no list of paths';
  const path = conflicts.find((item) => pathProblem(item) !== undefined);
  return path === undefined ? undefined : `the path ${quoted(path)} ${pathProblem(path)}`;
}

function answersProblem(answers: unknown): string | undefined {
  if (!isObject(answers)) return '"answers" is no object';
  const key = Object.keys(answers).find((name) => !isAnswer(answers[name]));
  return key === undefined
    ? undefined
    : `the answer ${quoted(key)} is no text and no list of texts`;
}

/** What is wrong with a parsed state, as the rest of a sentence; undefined when it is one of ours. */
function stateProblem(state: Json): string | undefined {
  if (state.format !== 1) return '"format" is not 1';
  if (!hasExactly(state, ['format', 'generator', 'answers', 'files', 'conflicts']))
    return 'it has not exactly "format", "generator", "answers", "files" and "conflicts"';
  if (!isVersion(state.generator)) return '"generator" is no version';
  return (
    answersProblem(state.answers) ?? filesProblem(state.files) ?? conflictsProblem(state.conflicts)
  );
}

/** Objects without a prototype, so that no key of the file means anything to JavaScript. */
function withoutPrototypes(_: string, value: unknown): unknown {
  return isObject(value) ? Object.assign(Object.create(null), value) : value;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), withoutPrototypes);
  } catch {
    return undefined;
  }
}

function damaged(where: string, problem: string): UserError {
  return new UserError({
    message: `The state of this project can't be used: ${problem}.`,
    where,
    remedy: 'Restore the file from your version control; nothing was changed.',
    exitCode: EXIT.target,
  });
}

function madeByNewer(where: string, format: number): UserError {
  return new UserError({
    message: `This project was made by a newer version of this program (format ${format} of its state).`,
    where,
    remedy: 'Run "npx create-twelve-factor@latest"; nothing was changed.',
    exitCode: EXIT.target,
  });
}

/**
 * What the project in a directory remembers of how it was generated; undefined when it has no state.
 * The file may come from anywhere, a cloned repository for one: UserError 3 unless it is exactly of
 * the form that we write and names only paths inside the project, 4 when it can't be read.
 */
export function readState(directory: AbsolutePath, disk: Disk): State | undefined {
  const where = join(directory, STATE_PATH);
  const entry = explained({ path: where }, () => disk.look(where));
  if (entry === undefined) return undefined;
  if (entry.kind !== 'file') throw damaged(where, 'it is no regular file');
  if (entry.size > SIZE_LIMIT) throw damaged(where, 'it is larger than a megabyte');
  const state = parse(explained({ path: where }, () => disk.read(where)));
  if (!isObject(state)) throw damaged(where, 'it is no JSON object in UTF-8');
  const { format } = state;
  if (Number.isSafeInteger(format) && Number(format) > 1) throw madeByNewer(where, Number(format));
  const problem = stateProblem(state);
  if (problem !== undefined) throw damaged(where, problem);
  return state as unknown as State;
}
