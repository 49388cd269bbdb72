import { dirname, join } from 'node:path';
import { diskFault } from '../commit/diskFault.ts';
import { EXIT, UserError } from '../errors.ts';
import type { AbsolutePath } from '../host/disk.ts';
import type { Host } from '../host/host.ts';

/** Where reports are to be written. */
interface ReportPlaces {
  readonly junit: AbsolutePath | undefined;
  readonly html: AbsolutePath | undefined;
}

/**
 * Refuses, before anything runs, files that could not be written when it is over.
 * @throws UserError exit 2
 */
export function refuseReportFiles({ junit, html }: ReportPlaces, { disk }: Host): void {
  if (junit !== undefined && junit === html)
    throw refuse('Two reports in one file', '--junit, --html', 'Give two files.');
  for (const [flag, file] of [
    ['--junit', junit],
    ['--html', html],
  ] as const) {
    if (file === undefined) continue;
    if (!isDirectory(dirname(file), disk))
      throw refuse(
        `There is no directory for ${file}`,
        flag,
        'Make the directory, or choose another file.',
      );
    if (isDirectory(file, disk))
      throw refuse(`${file} is a directory`, flag, 'Give the name of a file.');
  }
}

/**
 * Writes a report: all of it appears at once, or none of it does.
 * @throws UserError exit 4 when the disk is full, or the file can't be written
 */
export function writeReportFile(file: AbsolutePath, text: string, { disk }: Host): void {
  const unfinished = join(dirname(file), `.create-twelve-factor-report-${process.pid}`);
  try {
    disk.removeTree(unfinished);
    disk.writeNew(unfinished, text, false);
    disk.rename(unfinished, file);
  } catch (error) {
    disk.removeTree(unfinished);
    throw diskFault(error, { path: file, needed: text.length });
  }
}

/** A link to a directory counts as one. */
function isDirectory(path: AbsolutePath, disk: Host['disk']): boolean {
  try {
    disk.list(path);
    return true;
  } catch (error) {
    // One that can't be listed may still be written to.
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}

function refuse(message: string, where: string, remedy: string): UserError {
  return new UserError({ message, where, remedy, exitCode: EXIT.usage });
}
