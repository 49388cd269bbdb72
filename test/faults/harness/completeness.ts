import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { takeSnapshot } from './snapshot.ts';

const STATE = '.twelve-factor.json';

interface RecordedFile {
  readonly id: string;
  readonly executable: boolean;
}

/**
 * What is wrong with a project by its own state file: missing, different or surplus files.
 * @param known paths that may be there besides
 */
export function incompleteness(directory: string, known: readonly string[] = []): string[] {
  if (!existsSync(join(directory, STATE))) return [`there is no ${STATE}`];
  const { files } = JSON.parse(readFileSync(join(directory, STATE), 'utf8')) as {
    files: Record<string, RecordedFile>;
  };
  const wrong = Object.entries(files).flatMap(([path, recorded]) =>
    isAsRecorded(join(directory, path), recorded) ? [] : [`${path} is not what was recorded`],
  );
  const surplus = [...takeSnapshot(directory, ['.git', ...known])]
    .filter(([path, what]) => !what.startsWith('directory') && !(path in files) && path !== STATE)
    .map(([path]) => `${path} does not belong there`);
  return [...wrong, ...surplus];
}

function isAsRecorded(path: string, { id, executable }: RecordedFile): boolean {
  if (!existsSync(path)) return false;
  const text = readFileSync(path);
  const actual = createHash('sha1').update(`blob ${text.length}\0`).update(text).digest('hex');
  return actual === id && ((statSync(path).mode & 0o100) !== 0) === executable;
}
