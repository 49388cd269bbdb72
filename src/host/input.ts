import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { EXIT, printable, UserError } from '../errors.ts';

/** Far more than any answers file needs, far less than hurts. */
const LIMIT = 256 * 1024;

/**
 * The bytes of a file, or of stdin for "-". Never opens what could block or never end.
 * @throws UserError exit 2 when it is no readable regular file of at most 256 KiB
 */
export function readInput(path: string): Uint8Array {
  if (path === '-') return readAll(0, 'stdin');
  const refuse = (message: string, cause?: unknown): UserError =>
    new UserError({
      message,
      where: printable(path),
      remedy: 'Give a file of answers in JSON or YAML, or "-" for stdin.',
      exitCode: EXIT.usage,
      cause,
    });
  try {
    if (!statSync(path).isFile()) throw refuse('This is not a file');
    const descriptor = openSync(path, 'r');
    try {
      return readAll(descriptor, path);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw refuse(
      code === 'ENOENT' ? 'There is no such file' : `The file can not be read (${code})`,
      error,
    );
  }
}

function readAll(descriptor: number, name: string): Uint8Array {
  const buffer = new Uint8Array(LIMIT + 1);
  let length = 0;
  while (length <= LIMIT) {
    const count = readSome(descriptor, buffer, length);
    if (count === 0) return buffer.subarray(0, length);
    length += count;
  }
  throw new UserError({
    message: 'The answers are larger than 256 KiB',
    where: printable(name),
    remedy: 'Answers are a few lines: check that this is the right file.',
    exitCode: EXIT.usage,
  });
}

/** Reads what there is; waits for a stdin that has nothing yet. Zero means the end. */
function readSome(descriptor: number, buffer: Uint8Array, offset: number): number {
  for (;;) {
    try {
      return readSync(descriptor, buffer, offset, buffer.length - offset, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
