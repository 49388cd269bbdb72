import { closeSync, openSync, readSync, realpathSync } from 'node:fs';
import { basename, delimiter, join, resolve } from 'node:path';
import { isExecutable } from './isExecutable.ts';

/** A program as it is found by its name, and the file that it really is. */
export interface NamedProgram {
  readonly name: string;
  readonly path: string;
  readonly file: string;
}

/** Where a command is run from, and where its programs are looked for. */
export interface Whereabouts {
  readonly directory: string;
  /** A PATH. */
  readonly path: string;
}

/** How many interpreters may ask for each other. */
const DEEPEST = 4;

/**
 * The programs that a command names: its words where a command begins, and the interpreters that
 * the first lines of scripts ask for. What is not there is left out.
 */
export function programsOf(argv: readonly string[], where: Whereabouts): readonly NamedProgram[] {
  return [...new Set(commandWords(argv))].flatMap((word) => withInterpreters(word, where, DEEPEST));
}

/** Where a shell is asked to run a text, the first word of each of its commands as well. */
function commandWords([program = '', flag, text = '']: readonly string[]): readonly string[] {
  if (!/^(?:.*\/)?(?:ba|da)?sh$/.test(program) || flag !== '-c') return [program];
  const words = text.split(/&&|\|\|?|[;\n()]/).map((command) => {
    const [, word = ''] = FIRST_WORD.exec(command) ?? [];
    return word;
  });
  return [program, ...words.filter((word) => word !== '')];
}

const FIRST_WORD = /^\s*(?:(?:exec|[A-Za-z_]\w*=\S*)\s+)*([\w./-]+)/;

function withInterpreters(
  word: string,
  where: Whereabouts,
  depth: number,
): readonly NamedProgram[] {
  const path = find(word, where);
  const file = path === undefined ? undefined : realpath(path);
  if (path === undefined || file === undefined || depth === 0) return [];
  const next = interpretersOf(file).flatMap((name) => withInterpreters(name, where, depth - 1));
  return [{ name: basename(word), path, file }, ...next];
}

function find(word: string, { directory, path }: Whereabouts): string | undefined {
  if (word.includes('/')) return [resolve(directory, word)].find(isExecutable);
  return path
    .split(delimiter)
    .map((folder) => join(folder, word))
    .find(isExecutable);
}

function realpath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** The words of `#! /usr/bin/env node`, without options. */
function interpretersOf(file: string): readonly string[] {
  const [, line = ''] = /^#!\s*([^\n]*)/.exec(firstLineOf(file)) ?? [];
  return line.split(/\s+/).filter((word) => word !== '' && !word.startsWith('-'));
}

/** The beginning of a file; empty for one that may be executed and not read. */
function firstLineOf(file: string): string {
  try {
    const bytes = Buffer.alloc(256);
    const descriptor = openSync(file, 'r');
    const length = readSync(descriptor, bytes, 0, bytes.length, 0);
    closeSync(descriptor);
    return bytes.toString('latin1', 0, length);
  } catch {
    return '';
  }
}
