import { resolve } from 'node:path';
import type { CheckOptionKey } from '../answers/checkOptions.ts';
import type { Level } from '../check/depth.ts';
import type { Environment } from '../check/harness/validEnvironment.ts';
import type { Factor } from '../check/requirement.ts';
import { EXIT, UserError } from '../errors.ts';
import type { AbsolutePath } from '../host/disk.ts';
import type { Host } from '../host/host.ts';
import { readEnvFile } from './readEnvFile.ts';
import { refuseReportFiles } from './reportFiles.ts';
import { selectFactors } from './selectFactors.ts';

/** What the command line asks of `check`, complete and valid. */
export interface CheckRequest {
  readonly directory: AbsolutePath;
  readonly level: Level;
  readonly factors: readonly Factor[];
  readonly timeoutMs: number;
  readonly keepGoing: boolean;
  readonly json: boolean;
  /** Variables for the run, and those of a second deploy. */
  readonly given: Environment;
  readonly otherGiven: Environment;
  /** Where reports are written besides. */
  readonly junit: AbsolutePath | undefined;
  readonly html: AbsolutePath | undefined;
}

type Flags = Readonly<Partial<Record<CheckOptionKey, unknown>>>;

const DEFAULT_TIMEOUT = 300;
const LONGEST_TIMEOUT = 86_400;

/**
 * Reads the flags of `check`, and the files that they name.
 * @throws UserError exit 2, or 4 when the project can't be read
 */
export async function toCheckRequest(
  directory: string,
  flags: Flags,
  host: Host,
): Promise<CheckRequest> {
  const cwd = host.cwd();
  const place = (value: unknown): AbsolutePath | undefined =>
    typeof value === 'string' ? resolve(cwd, value) : undefined;
  const request = {
    directory: resolve(cwd, directory),
    level: levelOf(flags),
    factors: selectFactors(texts(flags.only), texts(flags.skip)),
    timeoutMs: timeoutOf(flags.timeout) * 1000,
    keepGoing: flags.keepGoing === true,
    json: flags.json === true,
    given: await readEnvFile(flags.envFile, host),
    otherGiven: await readEnvFile(flags.otherEnvFile, host),
    junit: place(flags.junit),
    html: place(flags.html),
  };
  refuseDirectory(request.directory, host);
  refuseReportFiles(request, host);
  return request;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value : [];
}

function levelOf(flags: Flags): Level {
  if (flags.static && flags.image)
    throw refuse(
      '--static runs nothing, and --image runs the image',
      '--static, --image',
      'Leave one of them out.',
    );
  return flags.static ? 'static' : flags.image ? 'image' : 'run';
}

function timeoutOf(value: unknown): number {
  if (value === undefined) return DEFAULT_TIMEOUT;
  const seconds = /^\d{1,5}$/.test(String(value)) ? Number(value) : 0;
  if (seconds >= 1 && seconds <= LONGEST_TIMEOUT) return seconds;
  throw refuse(
    `"${String(value).slice(0, 80)}" is no number of seconds from 1 to ${LONGEST_TIMEOUT}`,
    '--timeout',
    'Give one such as --timeout 120.',
  );
}

function refuseDirectory(directory: AbsolutePath, { disk }: Host): void {
  try {
    disk.list(directory);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw refuse(
        code === 'ENOENT' ? 'There is no such directory' : 'This is not a directory',
        directory,
        'Give the directory of the project that is to be checked.',
      );
    throw new UserError({
      message: `The project can't be read (${code})`,
      where: directory,
      remedy: 'Change its permissions, or run this as its owner.',
      exitCode: EXIT.environment,
      cause,
    });
  }
}

function refuse(message: string, where: string, remedy: string): UserError {
  return new UserError({ message, where, remedy, exitCode: EXIT.usage });
}
