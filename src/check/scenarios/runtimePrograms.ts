import { accessSync, constants, openSync, readSync, closeSync, realpathSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';

/**
 * What shells and start scripts are made of: POSIX utilities that every base image has. An app that
 * uses them relies on its system no more than its own shell does.
 */
export const BASIC_PROGRAMS: ReadonlySet<string> = new Set(
  `sh bash dash ash busybox env true false test [ expr echo printf cat cut tr sed awk mawk gawk grep
  egrep head tail sort uniq wc tee xargs find ls dirname basename readlink realpath pwd id whoami
  uname arch hostname getconf nproc sleep date mkdir mktemp rm rmdir cp mv ln touch chmod chown
  stat stty tty tput which getopt ps kill setsid nohup nice ldconfig`.split(/\s+/),
);

/** A program as it is found by its name, and the file that it really is. */
export interface NamedProgram {
  readonly name: string;
  readonly path: string;
  readonly file: string;
}

/**
 * The programs that a command names and that `path` has: its words where a command begins, and the
 * interpreters that their first lines ask for.
 */
export function programsOf(argv: readonly string[], path: string): readonly NamedProgram[] {
  return [...new Set(commandWords(argv))].flatMap((word) => withInterpreters(word, path, 4));
}

/** Where a shell is asked to run a text, the first word of each of its commands. */
function commandWords([program = '', flag, text = '', ...more]: readonly string[]): readonly string[] {
  if (!/^(?:.*\/)?(?:ba|da)?sh$/.test(program) || flag !== '-c') return [program];
  const commands = text.split(/&&|\|\|?|;|\n|\$\(|[()]/);
  const words = commands.map((command) => {
    const [, word = ''] = /^\s*(?:exec\s+)?(?:[A-Za-z_]\w*=\S*\s+)*(?:exec\s+)?([\w./-]+)/.exec(command) ?? [];
    return word;
  });
  return [program, ...words.filter((word) => word !== ''), ...more.slice(0, 0)];
}

function withInterpreters(word: string, path: string, depth: number): readonly NamedProgram[] {
  const found = word.includes('/') ? word : find(word, path);
  if (found === undefined || depth === 0) return [];
  const file = realpath(found);
  if (file === undefined) return [];
  const own = { name: basename(word), path: found, file };
  return [own, ...interpretersOf(file).flatMap((next) => withInterpreters(next, path, depth - 1))];
}

function find(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
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
  const [, line = ''] = /^#!\s*([^\n]*)/.exec(firstBytes(file)) ?? [];
  return line.split(/\s+/).filter((word) => word !== '' && !word.startsWith('-'));
}

function firstBytes(file: string): string {
  const bytes = Buffer.alloc(256);
  const descriptor = openSync(file, 'r');
  try {
    return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(descriptor);
  }
}
