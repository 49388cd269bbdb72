import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { EXIT, UserError } from '../errors.ts';
import type { Signals } from './signals.ts';
import { Cancelled } from './terminal.ts';

/** Far more than any file of input needs, and too little to keep a parser busy. */
const LIMIT = 16 * 1024;

/** What a file of input holds, for messages. */
export interface InputKind {
  /** What it is a file of. */
  readonly name: string;
  readonly form: string;
}

const ANSWERS: InputKind = { name: 'answers', form: 'in JSON or YAML' };

/**
 * The bytes of a file, or of stdin for "-". Never opens what could block or never end; a signal ends
 * the wait for stdin.
 * @throws UserError exit 2 when it is no readable regular file of at most 16 KiB
 */
export async function readInput(
  path: string,
  signals: Signals,
  kind: InputKind = ANSWERS,
): Promise<Uint8Array> {
  const name = path === '-' ? 'stdin' : path;
  try {
    return path === '-' ? await readStdin(signals, kind) : readFile(path, kind);
  } catch (error) {
    if (error instanceof UserError || error instanceof Cancelled) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const missing = code === 'ENOENT';
    throw refuse(
      missing ? 'There is no such file' : `It can not be read (${code})`,
      name,
      kind,
      error,
    );
  }
}

function readFile(path: string, kind: InputKind): Uint8Array {
  if (!statSync(path).isFile()) throw refuse('This is not a file', path, kind);
  const descriptor = openSync(path, 'r');
  try {
    const buffer = new Uint8Array(LIMIT + 1);
    let length = 0;
    for (let count = -1; count !== 0 && length <= LIMIT; length += count)
      count = readSync(descriptor, buffer, length, buffer.length - length, null);
    return accept(buffer.subarray(0, length), path, kind);
  } finally {
    closeSync(descriptor);
  }
}

async function readStdin(signals: Signals, kind: InputKind): Promise<Uint8Array> {
  // To Node a directory is a stream without data.
  if (fstatSync(0).isDirectory()) throw refuse('This is a directory', 'stdin', kind);
  const { stdin } = process;
  const forget = signals.listen((signal) => stdin.destroy(new Cancelled(signal)));
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of stdin) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > LIMIT) break;
    }
    return accept(Buffer.concat(chunks), 'stdin', kind);
  } finally {
    forget();
  }
}

function accept(bytes: Uint8Array, where: string, { name }: InputKind): Uint8Array {
  if (bytes.length <= LIMIT) return bytes;
  throw new UserError({
    message: `The ${name} are larger than 16 KiB`,
    where,
    remedy: `A few lines of ${name} are enough: check that this is the right file.`,
    exitCode: EXIT.usage,
  });
}

function refuse(
  message: string,
  where: string,
  { name, form }: InputKind,
  cause?: unknown,
): UserError {
  const remedy = `Give a file of ${name} ${form}, or "-" for stdin.`;
  return new UserError({ message, where, remedy, exitCode: EXIT.usage, cause });
}
