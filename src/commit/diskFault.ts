import { EXIT, UserError } from '../errors.ts';

/** What was being done when the file system refused. */
export interface Doing {
  /** What it was about, as the user knows it. */
  readonly path: string;
  /** Characters of all that is to be written, which is about as many bytes. */
  readonly needed?: number;
}

interface Explanation {
  readonly message: string;
  readonly remedy: string;
}

type Explain = (doing: Doing) => Explanation;

const full: Explain = ({ path, needed }) => ({
  message: `The disk is full while writing ${path}${needed === undefined ? '' : ` (about ${kilobytes(needed)} kB are needed)`}.`,
  remedy: 'Free some space, or choose a directory on another disk, and run this again.',
});

const denied: Explain = ({ path }) => ({
  message: `There is no permission to write ${path}.`,
  remedy: 'Change its permissions or owner, or choose another directory.',
});

const EXPLANATIONS: Readonly<Record<string, Explain>> = {
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: full,
  EACCES: denied,
  EPERM: denied,
  EROFS: ({ path }) => ({
    message: `${path} is on a read-only file system.`,
    remedy: 'Choose a directory that can be written.',
  }),
  ENAMETOOLONG: ({ path }) => ({
    message: `The full path of ${path} is too long for this file system.`,
    remedy: 'Choose a shorter name, or a directory nearer to the root.',
  }),
  EMFILE: ({ path }) => ({
    message: `Too many files are open in this process to go on with ${path}.`,
    remedy: 'Raise the limit (ulimit -n) and run this again.',
  }),
  ENFILE: ({ path }) => ({
    message: `Too many files are open on this machine to go on with ${path}.`,
    remedy: 'End some programs and run this again.',
  }),
  EIO: ({ path }) => ({
    message: `The disk reported an error at ${path}.`,
    remedy: 'Check the disk, or choose a directory on another one.',
  }),
};

/** The code of a Node error, e.g. `ENOSPC`; undefined for everything else that is thrown. */
export function codeOf(error: unknown): string | undefined {
  const { code, errno } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (typeof code !== 'string') return undefined;
  return /^(UNKNOWN$|Unknown system error)/.test(code) ? (nameOf(errno) ?? code) : code;
}

/** Node knows no name for some errors, such as EDQUOT, though the system has one. */
function nameOf(errno: number | undefined): string | undefined {
  const { constants } = process.getBuiltinModule('node:os');
  const names = Object.entries(constants.errno);
  return names.find(([, number]) => number === Math.abs(errno ?? 0))?.[0];
}

function kilobytes(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1000));
}

function isCurrentDirectoryGone(): boolean {
  try {
    process.cwd();
    return false;
  } catch {
    return true;
  }
}

/**
 * What to tell the user about an error of the file system: a UserError with exit code 4. An error
 * that is no such thing comes back as it is, since then it is a bug.
 */
export function diskFault(error: unknown, doing: Doing): unknown {
  const code = codeOf(error);
  if (error instanceof UserError || code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  const facts = { where: doing.path, exitCode: EXIT.environment, cause: error };
  const explanation = EXPLANATIONS[code]?.(doing);
  if (explanation !== undefined) return new UserError({ ...facts, ...explanation });
  if (code === 'ENOENT' && isCurrentDirectoryGone()) {
    return new UserError({
      ...facts,
      message: 'The current directory no longer exists.',
      remedy: 'Change to a directory that exists and run this again.',
    });
  }
  return new UserError({
    ...facts,
    message: `The file system refused ${doing.path} (${code}).`,
    remedy: 'See whether another program changes this directory, and run this again.',
  });
}

/** Runs one step and turns an error of the file system into what the user is told. */
export function explained<T>(doing: Doing, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw diskFault(error, doing);
  }
}
