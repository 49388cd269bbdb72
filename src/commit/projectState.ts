import type { RelativePath } from '../catalog/contribution.ts';

/** Where a project keeps its state, from its directory. */
export const STATE_PATH: RelativePath = '.twelve-factor.json';

/** What is remembered of one generated file. */
export interface RecordedFile {
  /** The content id of the text that was generated. */
  readonly id: string;
  readonly executable: boolean;
}

/** What a project remembers of how it was generated. Its maps have no prototype when they were read. */
export interface State {
  readonly format: 1;
  /** The version of this program, e.g. `0.1.0`. */
  readonly generator: string;
  readonly answers: Readonly<Record<string, string | readonly string[]>>;
  readonly files: Readonly<Record<RelativePath, RecordedFile>>;
  /** Paths whose conflict was not resolved when the state was written. */
  readonly conflicts: readonly RelativePath[];
}

/** The id that git gives to a file with these bytes: 40 hexadecimal digits. */
export function bytesId(bytes: Uint8Array): string {
  return sha1(Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes]));
}

function sha1(data: string | Uint8Array): string {
  // Loaded on first use: it costs milliseconds, and most commands compute no id.
  return process.getBuiltinModule('node:crypto').hash('sha1', data);
}

/** The id that git gives to a text with LF line ends, so that a checkout with CRLF has the same. */
export function contentId(text: string): string {
  const lines = text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
  return sha1(`blob ${Buffer.byteLength(lines)}\0${lines}`);
}

/** A value with the keys of all its objects in order, so that equal states have equal bytes. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  const result: Record<string, unknown> = Object.create(null);
  for (const [key, item] of entries) result[key] = ordered(item);
  return result;
}

/** The text of the state file: the same bytes for the same state. */
export function stateText(state: State): string {
  const { format, generator, answers, files, conflicts } = state;
  const inOrder = {
    format,
    generator,
    answers: ordered(answers),
    files: ordered(files),
    conflicts: [...conflicts].sort(),
  };
  return `${JSON.stringify(inOrder, undefined, 2)}\n`;
}
