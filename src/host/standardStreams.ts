import { fstatSync, writeSync } from 'node:fs';

/** Standard input, output and error. */
export type Descriptor = 0 | 1 | 2;

/** What the terminal needs to know of, and do to, the three standard streams. */
export interface Streams {
  isTerminal(descriptor: Descriptor): boolean;
  /** The width of the terminal behind standard error, when it is one. */
  columns(): number;
  /** Writes some of a text or of bytes, returns how many bytes; throws as `fs.writeSync` does. */
  write(descriptor: 1 | 2, content: string | Uint8Array): number;
}

const DEFAULT_COLUMNS = 80;
const knownTerminals = new Set<Descriptor>();

/** The streams of this process. `process.stdout` and `node:tty` cost 2 and 3 ms: touched last. */
export const standardStreams: Streams = {
  isTerminal(descriptor) {
    if (knownTerminals.has(descriptor)) return true;
    if (!mayBeTerminal(descriptor)) return false;
    const isTerminal = process.getBuiltinModule('node:tty').isatty(descriptor);
    if (isTerminal) knownTerminals.add(descriptor);
    return isTerminal;
  },
  columns() {
    // A terminal that was never told its size says 0.
    return process.stderr.columns || DEFAULT_COLUMNS;
  },
  write(descriptor, content) {
    if (process.platform === 'win32' && standardStreams.isTerminal(descriptor)) {
      // Bytes that go past the stream are read in the console's code page there, not as UTF-8.
      (descriptor === 1 ? process.stdout : process.stderr).write(content);
      return Buffer.byteLength(content);
    }
    return typeof content === 'string'
      ? writeSync(descriptor, content)
      : writeSync(descriptor, content);
  },
};

/**
 * True when a standard stream is of a terminal that is no longer there. With a hang-up signal even
 * streams that nobody asked about are looked at: without one, a device that never was a terminal
 * can't be told from one that is gone.
 */
export function hasHungUp(signalled: boolean): boolean {
  const suspects = ([0, 1, 2] as const).filter(
    (each) => knownTerminals.has(each) || (signalled && mayBeTerminal(each)),
  );
  return suspects.some((each) => !process.getBuiltinModule('node:tty').isatty(each));
}

/** Rules out pipes, files and /dev/null without loading `node:tty`. */
function mayBeTerminal(descriptor: Descriptor): boolean {
  if (process.platform === 'win32') return true;
  try {
    const facts = fstatSync(descriptor);
    const isMemoryDevice = process.platform === 'linux' && facts.rdev >> 8 === 1;
    return facts.isCharacterDevice() && !isMemoryDevice;
  } catch {
    return false; // Closed.
  }
}

/** Writes all of `text`, however slow the reader. Returns what went wrong in place of throwing. */
export function writeAll(
  streams: Streams,
  descriptor: 1 | 2,
  text: string,
): NodeJS.ErrnoException | undefined {
  // Most go out in one piece, and then need no copy in a buffer.
  let rest: string | Uint8Array = text;
  while (rest.length > 0) {
    try {
      const written = streams.write(descriptor, rest);
      if (written === Buffer.byteLength(rest)) return undefined;
      rest = Buffer.from(rest).subarray(written);
    } catch (error) {
      const failure = error as NodeJS.ErrnoException;
      if (failure.code !== 'EAGAIN') return failure;
      sleep(2);
    }
  }
  return undefined;
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
