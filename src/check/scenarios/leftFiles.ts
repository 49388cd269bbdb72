import { relative } from 'node:path';
import type { ExaminedApp } from '../app/examinedApp.ts';
import { filesWritten, type WrittenFile } from '../harness/filesWritten.ts';

/** Folders of the machine where programs leave what is not theirs to keep, and how deep they do. */
const SHARED = ['/tmp', '/var/tmp', '/var/log', '/run'];
const SHARED_DEPTH = 1;

/** What was written since `sinceMs` where the app may write: by any run of it, and, in shared folders, by anybody. */
export function leftFiles(app: ExaminedApp, sinceMs: number): readonly WrittenFile[] {
  const { directory, home, temporary } = app.place;
  const own = [directory, home, temporary].flatMap((folder) => filesWritten(folder, sinceMs));
  const shared = SHARED.flatMap((folder) => filesWritten(folder, sinceMs, SHARED_DEPTH));
  const known = new Set(own.map(({ path }) => path));
  return [...own, ...shared.filter(({ path }) => !known.has(path))];
}

/** Whether a file lies in a folder, or further down. */
export function isBelow({ path }: WrittenFile, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

/** The path of a file as its project sees it. */
export function shownPath({ place }: ExaminedApp, file: WrittenFile): string {
  return isBelow(file, place.directory) ? relative(place.directory, file.path) : file.path;
}
