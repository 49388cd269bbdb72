import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';

/** A path from the root of the file system, without `.` or `..` in it. */
export type AbsolutePath = string;

type EntryKind = 'file' | 'directory' | 'link' | 'other';

/** What is at a path; a symbolic link is described itself, never what it points to. */
export interface Entry {
  readonly kind: EntryKind;
  /** The twelve permission bits, e.g. 0o644. */
  readonly mode: number;
  /** Bytes of a file. */
  readonly size: number;
  /** Equal for two paths exactly if they are the same file. */
  readonly identity: string;
}

/** A directory that stays the same one while it is open, whatever happens to its name. */
export interface OpenDirectory {
  /** Its entries are reached as `${at}/name`. */
  readonly at: string;
  close(): void;
}

/**
 * Everything that the program does to the file system: small, synchronous operations, so that a test
 * can stop or fail each of them. All throw Node's own errors. Only `list` and `setMode` follow a
 * symbolic link in the last component of a path.
 */
export interface Disk {
  /** Undefined when nothing is there. */
  look(path: string): Entry | undefined;
  /** The names in a directory. */
  list(path: string): readonly string[];
  /** The bytes of a regular file. */
  read(path: string): Buffer;
  linkTarget(path: string): string;
  openDirectory(path: string): OpenDirectory;
  /** Makes one directory with 0777 less the umask; EEXIST when something is there. */
  makeDirectory(path: string): void;
  /** Makes a file with 0666, executable 0777, less the umask; EEXIST when something is there. */
  writeNew(path: string, content: string | Uint8Array, executable: boolean): void;
  setMode(path: string, mode: number): void;
  rename(from: string, to: string): void;
  /** A second name for a file; EEXIST when something is there. */
  link(existing: string, path: string): void;
  unlink(path: string): void;
  removeDirectory(path: string): void;
  /** Removes whatever is there, if anything. */
  removeTree(path: string): void;
  /** Copies a file with its mode and times, where neither a link nor a rename reaches. */
  copy(from: string, to: string): void;
  /** Waits until a file's content has reached the device. */
  flush(path: string): void;
}

const READ_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

function kindOf(stats: Stats): EntryKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  return stats.isSymbolicLink() ? 'link' : 'other';
}

function look(path: string): Entry | undefined {
  const stats = statsOf(path);
  if (stats === undefined) return undefined;
  const { dev, ino, mode, size } = stats;
  return { kind: kindOf(stats), mode: mode & 0o7777, size, identity: `${dev}:${ino}` };
}

/** Undefined when nothing is there, below a file as well. */
function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function read(path: string): Buffer {
  const descriptor = openSync(path, READ_FLAGS);
  try {
    // A pipe or a device would block or never end.
    if (!fstatSync(descriptor).isFile()) throw fault('EINVAL', 'not a regular file', path);
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function fault(code: string, text: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${text}, '${path}'`), { code, path });
}

let descriptorPaths: boolean | undefined;

/** True where an open directory has a path of its own, which no swap of names can redirect. */
function hasDescriptorPaths(): boolean {
  descriptorPaths ??= process.platform === 'linux' && existsSync('/proc/self/fd');
  return descriptorPaths;
}

function openDirectory(path: string): OpenDirectory {
  if (hasDescriptorPaths()) {
    const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
    const descriptor = openSync(path, flags);
    return { at: `/proc/self/fd/${descriptor}`, close: () => closeSync(descriptor) };
  }
  const stats = lstatSync(path);
  if (!stats.isDirectory()) throw fault('ENOTDIR', 'not a directory', path);
  return { at: path, close: () => undefined };
}

function writeNew(path: string, content: string | Uint8Array, executable: boolean): void {
  const descriptor = openSync(path, 'wx', executable ? 0o777 : 0o666);
  try {
    // Most texts go in one piece, and then need no copy in a buffer.
    const written = typeof content === 'string' ? writeSync(descriptor, content) : 0;
    const bytes = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
    if (written < bytes) writeFileSync(descriptor, Buffer.from(content).subarray(written));
  } finally {
    closeSync(descriptor);
  }
}

function copy(from: string, to: string): void {
  // Loaded here, since no other path of the program needs it.
  const { copySync } = require('fs-extra') as typeof import('fs-extra');
  copySync(from, to, { overwrite: false, errorOnExist: true, preserveTimestamps: true });
}

function flush(path: string): void {
  const descriptor = openSync(path, READ_FLAGS);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The file system of this machine. */
export const nodeDisk: Disk = {
  look,
  list: (path) => readdirSync(path),
  read,
  linkTarget: (path) => readlinkSync(path),
  openDirectory,
  makeDirectory: (path) => mkdirSync(path, 0o777),
  writeNew,
  setMode: (path, mode) => chmodSync(path, mode),
  rename: (from, to) => renameSync(from, to),
  link: (existing, path) => linkSync(existing, path),
  unlink: (path) => unlinkSync(path),
  removeDirectory: (path) => rmdirSync(path),
  removeTree: (path) => rmSync(path, { recursive: true, force: true }),
  copy,
  flush,
};
