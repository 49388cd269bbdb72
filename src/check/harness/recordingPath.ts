import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** One program that was started by its name. */
export interface RecordedStart {
  readonly name: string;
  /** Its arguments, joined by blanks. */
  readonly words: string;
}

/** A folder for PATH that stands for all of another PATH, and records what is started from it. */
export interface RecordingPath {
  readonly folder: string;
  starts(): readonly RecordedStart[];
}

/**
 * `$0` is the name under which it was found; the real program takes its place. It has only words of
 * the shell itself: any other would be found in this folder again.
 */
const scriptFor = (record: string, folders: readonly string[]): string => `#!/bin/sh
name=\${0##*/}
printf '%s %s\\000' "$name" "$*" >>${quoted(record)}
for folder in ${folders.map(quoted).join(' ')}; do
  [ -x "$folder/$name" ] && exec "$folder/$name" "$@"
done
exit 127
`;

/**
 * Fills the empty `folder` with a stand-in for every program of `path`, which notes that it was
 * started and becomes that program: however short it lives, it is seen.
 */
export function makeRecordingPath(folder: string, path: string): RecordingPath {
  const folders = path.split(delimiter).filter((name) => name !== '' && existsSync(name));
  const record = join(folder, '.record');
  const script = join(folder, '.script');
  writeFileSync(record, '');
  writeFileSync(script, scriptFor(record, folders), { mode: 0o755 });
  const names = new Set(folders.flatMap((one) => readdirSync(one)));
  for (const name of names) if (!name.startsWith('.')) symlinkSync(script, join(folder, name));
  return { folder, starts: () => readStarts(record) };
}

function readStarts(record: string): readonly RecordedStart[] {
  const lines = readFileSync(record, 'utf8').split('\0').filter(Boolean);
  return lines.map((line) => {
    const [, name = '', words = ''] = /^(.*?) (.*)$/s.exec(line) ?? [];
    return { name, words };
  });
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
